"""Messages, notes and attachments."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.models import Message, Ticket
from tickets.services.messages import add_note
from tickets.services.resolution import confirm_solved, resolve


def test_the_desk_replies_and_the_customer_answers(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    reply = agent.post(f"tickets/{ticket.number}/messages/", {"text": "Which printer?", "then_wait": True})
    assert reply.status_code == 201, reply.content
    assert (reply.json()["kind"], reply.json()["author"]) == ("reply", "Maja Sandell")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("waiting_customer", nordsoft.agent)
    answer = karin.post(f"tickets/{ticket.number}/messages/", {"text": "The old one."}).json()
    assert (answer["kind"], answer["author"], answer["channel"]) == ("customer", "Karin Bergman", "api")
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"
    texts = [message["text"] for message in karin.get(f"tickets/{ticket.number}/messages/").json()["results"]]
    assert texts[1:] == ["Which printer?", "The old one."]


def test_a_customer_sees_no_notes_and_no_files_of_theirs(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    path = f"tickets/{ticket.number}/messages/"
    assert agent.post(path, {"text": "They never update.", "kind": "note"}).json()["kind"] == "note"
    file = SimpleUploadedFile("secret.txt", b"secret")
    add_note(ticket=ticket, actor=nordsoft.agent, text="See the file.", files=[file], now=MONDAY)
    assert [message["kind"] for message in karin.get(path).json()["results"]] == ["customer"]
    assert [message["kind"] for message in agent.get(path).json()["results"]] == ["customer", "note", "note"]
    files = f"tickets/{ticket.number}/attachments/"
    assert karin.get(files).json()["results"] == []
    (kept,) = agent.get(files).json()["results"]
    assert_problem(karin.get(kept["download"]), 404, "not_found")
    assert b"".join(agent.get(kept["download"])) == b"secret"


def test_a_customer_does_not_choose_the_kind(nordsoft: Cast, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    said = {"text": "Hello", "kind": "note", "then_wait": True}
    body = assert_problem(karin.post(f"tickets/{ticket.number}/messages/", said), 400, "invalid")
    assert set(body["errors"]) == {"kind", "then_wait"}


def test_words_on_a_closed_ticket_open_a_follow_up(nordsoft: Cast, karin: Caller) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=MONDAY)
    confirm_solved(ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, now=MONDAY)
    said = karin.post(f"tickets/{ticket.number}/messages/", {"text": "It is back."}).json()
    assert said["ticket"] == ticket.number + 1
    assert karin.get(f"tickets/{said['ticket']}/").json()["follow_up_of"] == ticket.number


def test_files_come_and_go(nordsoft: Cast, karin: Caller, lars: Caller, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    file = SimpleUploadedFile("log.txt", b"one line", content_type="text/html")
    sent = karin.upload(f"tickets/{ticket.number}/messages/", {"text": "See the log.", "files": [file]})
    (shown,) = sent.json()["attachments"]  # type: ignore[attr-defined]  # the test client's answer
    assert (shown["name"], shown["size"]) == ("log.txt", 8)
    assert karin.get(f"tickets/{ticket.number}/attachments/").json()["results"] == [shown]
    given = agent.get(shown["download"])
    assert b"".join(given) == b"one line"
    assert given["Content-Type"].startswith("text/plain")
    assert "attachment" in given["Content-Disposition"]
    assert given["Cache-Control"] == "private, no-store"
    assert_problem(lars.get(shown["download"]), 404, "not_found")


def test_messages_come_by_the_page(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    for number in range(4):
        add_note(ticket=ticket, actor=nordsoft.agent, text=str(number), now=MONDAY)
    page = agent.get(f"tickets/{ticket.number}/messages/?limit=3").json()
    assert [message["text"] for message in page["results"]][1:] == ["0", "1"]
    rest = agent.get(page["next"]).json()
    assert ([message["text"] for message in rest["results"]], rest["next"]) == (["2", "3"], None)
    other = make_ticket(nordsoft)
    cursor = page["next"].partition("cursor=")[2]
    assert_problem(agent.get(f"tickets/{other.number}/messages/?cursor={cursor}"), 400, "invalid")


def test_the_lists_are_on_budget(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    for number in range(5):
        file = SimpleUploadedFile("log.txt", b"one line")
        add_note(ticket=ticket, actor=nordsoft.agent, text=str(number), files=[file], now=MONDAY)
    for caller in (agent, karin):
        assert caller.queries(f"tickets/{ticket.number}/messages/") <= 8
        assert caller.queries(f"tickets/{ticket.number}/attachments/") <= 8


def test_nothing_is_written_on_what_is_not_seen(nordsoft: Cast, lars: Caller, consultant: Caller) -> None:
    ticket = make_ticket(nordsoft)
    for caller in (lars, consultant):
        assert_problem(caller.post(f"tickets/{ticket.number}/messages/", {"text": "Hello"}), 404, "not_found")
    assert Message.objects.filter(ticket=ticket).count() == 1
    assert Ticket.objects.get().version == ticket.version
