"""Every change of a ticket: one form, one service, and back. None of these needs a script."""

import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at, page_of, text_of
from tickets.models import Message, Ticket
from tickets.services.assignment import assign
from tickets.services.messages import customer_wrote
from tickets.services.resolution import resolve

pytestmark = pytest.mark.usefixtures("nordsoft")


@pytest.fixture(autouse=True)
def _ten_o_clock() -> object:
    with time_machine.travel(at(10), tick=False):
        yield


def post(client: Client, ticket: Ticket, name: str, code: int = 302, **data: object) -> bytes:
    response = client.post(f"{page_of(ticket.number)}{name}/", {"version": ticket.version, "seen": "", **data})
    assert response.status_code == code, response.content.decode()[:2000]
    if code == 302:
        assert response["Location"] == page_of(ticket.number)
    ticket.refresh_from_db()
    return response.content


def test_a_reply_goes_out_with_its_files(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    file = SimpleUploadedFile("answer.txt", b"text", "text/plain")
    post(agent, ticket, "messages", kind="reply", text="Try again.", files=[file])
    message = ticket.messages.get(kind=Message.Kind.REPLY)
    assert (message.text, message.author) == ("Try again.", nordsoft.agent)
    assert message.attachments.get().name == "answer.txt"
    assert ticket.status == Ticket.Status.IN_PROGRESS
    assert ticket.clocks.get(metric="start").state == "met"


def test_send_and_wait_waits_for_the_customer(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    post(agent, ticket, "messages", kind="reply", text="Which version?", then="wait")
    assert ticket.status == Ticket.Status.WAITING_CUSTOMER


def test_send_and_next_goes_down_the_queue_and_round(agent: Client, nordsoft: Cast) -> None:
    first, second, last = (make_ticket(nordsoft, now=at(9, minute)) for minute in (0, 1, 2))
    nobody = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    # An answered ticket stands without running clock, before those without contract.
    for ticket, then in ((first, second), (second, last), (last, first), (nobody, first)):
        data = {"version": ticket.version, "kind": "reply", "text": "Thanks.", "then": "next"}
        assert agent.post(f"{page_of(ticket.number)}messages/", data)["Location"] == page_of(then.number)


def test_send_and_next_stays_at_the_only_ticket(agent: Client, nordsoft: Cast) -> None:
    post(agent, make_ticket(nordsoft), "messages", kind="reply", text="Thanks.", then="next")


def test_the_tab_decides_and_not_the_button(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    post(agent, ticket, "messages", kind="note", text="Between us.", then="wait")
    assert ticket.messages.get(text="Between us.").kind == Message.Kind.NOTE
    assert ticket.status == Ticket.Status.NEW


def test_a_message_without_kind_is_sent_to_nobody(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    content = post(agent, ticket, "messages", 422, text="Between us?")
    assert "Between us?" in content.decode()
    assert ticket.messages.count() == 1


def test_a_refused_file_keeps_the_text(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    file = SimpleUploadedFile("setup.exe", b"MZ", "application/x-msdownload")
    content = post(agent, ticket, "messages", 422, kind="reply", text="Run this.", files=[file])
    assert "setup.exe was not attached" in content.decode()
    assert "Run this." in content.decode()
    assert ticket.messages.count() == 1


def test_solving_asks_for_the_solution(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    content = post(agent, ticket, "resolution", 422, solution=" ")
    assert re.search(rb'<details[^>]* id="solve" open>', content)
    assert ticket.status == Ticket.Status.NEW
    post(agent, ticket, "resolution", solution="Reinstall the template.")
    assert (ticket.status, ticket.solution) == (Ticket.Status.RESOLVED, "Reinstall the template.")
    page = text_of(agent.get(page_of(ticket.number)).content)
    assert "Open again" in page
    assert "Resolve…" not in page


def test_a_solved_ticket_opens_again(agent: Client, nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="So.", now=at(9, 30))
    post(agent, ticket, "reopening")
    assert ticket.status == Ticket.Status.IN_PROGRESS


def test_severity_needs_its_reason_and_moves_the_deadline(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    content = post(agent, ticket, "severity", 422, severity="high", reason="")
    assert "Give the reason: the customer is told it." in text_of(content)
    post(agent, ticket, "severity", severity="high", reason="Nobody can print.")
    assert (ticket.severity, ticket.severity_asked) == ("high", "normal")
    assert ticket.next_due_at == at(11)
    assert "High (asked for: Normal)" in text_of(agent.get(page_of(ticket.number)).content)


def test_assigning_to_somebody_a_team_and_nobody(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    post(agent, ticket, "assignment", assignee=nordsoft.colleague.pk, team=nordsoft.team.pk)
    assert (ticket.assignee, ticket.team) == (nordsoft.colleague, nordsoft.team)
    post(agent, ticket, "assignment", assignee="")
    assert ticket.assignee is None
    post(agent, ticket, "assignment", 422, assignee=nordsoft.member("customer").pk)
    assert ticket.assignee is None


def test_status_and_starting_work(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    post(agent, ticket, "beginning")
    assert (ticket.status, ticket.assignee, ticket.started_at) == ("in_progress", nordsoft.agent, at(10))
    post(agent, ticket, "status", status="waiting_third_party")
    assert ticket.status == "waiting_third_party"
    post(agent, ticket, "status", 422, status="closed")


def test_an_analysis_without_notice(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    data: dict[str, Any] = {
        "outcome": "fix_here",
        "category": "Printing",
        "finding": "A field is missing.",
        "product": nordsoft.product.pk,
    }
    post(agent, ticket, "analysis", **data)
    assert (ticket.outcome, ticket.category, ticket.product) == ("fix_here", "Printing", nordsoft.product)
    assert ticket.messages.count() == 1


def test_an_analysis_that_tells_the_customer(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    content = post(agent, ticket, "analysis", 422, outcome="out_of_scope", finding="Work to order.")
    assert "Write what the customer is told" in text_of(content)
    assert "Work to order." in content.decode()
    post(agent, ticket, "analysis", outcome="out_of_scope", finding="Work to order.", notice="1,200 kronor an hour.")
    assert ticket.messages.get(kind=Message.Kind.REPLY).text == "1,200 kronor an hour."
    post(
        agent,
        ticket,
        "analysis",
        outcome="consultant",
        finding="Needs a consultant.",
        consultant=nordsoft.consultant.pk,
        notice="Sigrid takes over.",
    )
    assert ticket.assignee == nordsoft.consultant


def test_a_stale_reply_shows_what_changed_keeps_the_text_and_can_be_sent_again(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with time_machine.travel(at(9, 30), tick=False):
        page = agent.get(page_of(ticket.number)).content.decode()
    shown = dict(re.findall(r'name="(version|seen)" value="(\d+)"', page))
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="It works again.", now=at(9, 40))
    assign(ticket=ticket, actor=nordsoft.manager, assignee=nordsoft.colleague, now=at(9, 45))
    path, data = f"{page_of(ticket.number)}messages/", {"kind": "reply", "text": "My long answer", **shown}
    stale = agent.post(path, data)
    assert stale.status_code == 409
    text = text_of(stale.content)
    assert "1 new message since you opened this. Nothing was sent yet" in text
    notice = text[text.index("1 new message since") :][:400]
    assert "Karin Bergman, 09:40" in notice
    assert "Henrik Lund assigned the ticket to Oskar Nyström, 09:45" in notice
    assert "Send anyway" in text
    assert "My long answer</textarea>" in stale.content.decode()
    assert ticket.messages.filter(kind="reply").count() == 0
    form = stale.content.decode()
    fresh = dict(re.findall(r'name="(version|seen)" value="(\d+)"', form[form.index('id="write"') :])[:2])
    assert agent.post(path, data | {"version": fresh["version"]}).status_code == 302
    assert ticket.messages.get(kind="reply").text == "My long answer"


@pytest.mark.parametrize("seen", ["", "nonsense", "9" * 30])
def test_a_made_up_moment_does_not_break_the_page(agent: Client, nordsoft: Cast, seen: str) -> None:
    ticket = make_ticket(nordsoft)
    response = agent.post(f"{page_of(ticket.number)}beginning/", {"version": 99, "seen": seen})
    assert response.status_code in (409, 422)


def test_changes_are_posted(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for name in ("messages", "resolution", "reopening", "severity", "assignment", "status", "beginning", "analysis"):
        assert agent.get(f"{page_of(ticket.number)}{name}/").status_code == 405, name


def test_a_done_ticket_is_answered_and_not_moved(agent: Client, nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="So.", now=at(9, 30))
    post(agent, ticket, "messages", kind="reply", text="One more thing.", then="wait")
    assert ticket.status == Ticket.Status.RESOLVED
    for name, data in (
        ("beginning", {}),
        ("status", {"status": "waiting_customer"}),
        ("analysis", {"outcome": "partner", "finding": "?"}),
        ("resolution", {"solution": "Twice."}),
    ):
        response = agent.post(f"{page_of(ticket.number)}{name}/", {"version": ticket.version, "seen": "", **data})
        assert response.status_code == 422, name
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solution) == (Ticket.Status.RESOLVED, "So.")


def test_a_consultant_who_hands_a_ticket_back_goes_on_to_the_queue(client: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=nordsoft.consultant)
    client.force_login(nordsoft.consultant.user)
    back = {"assignee": nordsoft.agent.pk, "team": "", "version": ticket.version}
    answer = client.post(f"/nordsoft/desk/tickets/{ticket.number}/assignment/", back)
    assert answer["Location"] == "/nordsoft/desk/"
