"""The list of tickets, filing, and one ticket."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.api.paging import write_cursor
from tickets.models import Ticket
from tickets.services.assignment import assign
from tickets.services.resolution import resolve

FILED = {"subject": "Cannot print", "text": "The window closes.", "severity": "high"}


def _numbers(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [ticket["number"] for ticket in answer.json()["results"]]


def test_the_desk_sees_all_tickets_and_a_contact_their_own_or_the_companys(
    nordsoft: Cast, agent: Caller, manager: Caller, consultant: Caller, karin: Caller, lars: Caller
) -> None:
    first = make_ticket(nordsoft)
    second = make_ticket(nordsoft, contact=nordsoft.lars, actor=nordsoft.lars.membership)
    third = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)
    everything = [third.number, second.number, first.number]
    assert _numbers(agent.get("tickets/")) == everything
    assert _numbers(manager.get("tickets/")) == everything
    assert _numbers(karin.get("tickets/")) == [second.number, first.number]
    assert _numbers(lars.get("tickets/")) == [second.number]
    assert _numbers(consultant.get("tickets/")) == []
    assign(ticket=third, actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    assert _numbers(consultant.get("tickets/")) == [third.number]


def test_what_is_not_seen_is_not_there(nordsoft: Cast, lonhuset: Cast, lars: Caller, consultant: Caller) -> None:
    ticket = make_ticket(nordsoft)
    for caller in (lars, consultant):
        assert_problem(caller.get(f"tickets/{ticket.number}/"), 404, "not_found")
    assert_problem(lars.get("tickets/999999999999999999999/"), 404, "not_found")


def test_a_customer_sees_nothing_of_the_desks(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    Ticket.objects.filter(pk=ticket.pk).update(finding="Their own fault", team=nordsoft.team)
    assert agent.get(f"tickets/{ticket.number}/").json()["desk"]["finding"] == "Their own fault"
    shown = karin.get(f"tickets/{ticket.number}/")
    assert shown.json()["desk"] is None
    assert b"Their own fault" not in shown.content


def test_one_ticket_says_what_it_is(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    shown = agent.get(f"tickets/{ticket.number}/").json()
    assert shown["severity"] == {"asked": "normal", "decided": "normal", "reason": ""}
    assert shown["customer"] == {"id": nordsoft.customer.pk, "name": "Bergs Bygg AB"}
    assert shown["contact"] == {"id": nordsoft.karin.pk, "name": "Karin Bergman"}
    assert shown["product"] == {"id": nordsoft.product.pk, "name": "Nord Ekonomi"}
    assert (shown["assignee"], shown["follow_up_of"]) == (None, None)
    assert shown["opened_at"] == "2026-03-02T08:00:00Z"
    # Monday 09:00 + 4 h, lunch 12-13 left out: 14:00 local time.
    assert shown["desk"]["next_due_at"] == "2026-03-02T13:00:00Z"
    assert shown["desk"]["contract"] == nordsoft.contract.pk


def test_the_list_and_one_ticket_are_on_budget(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    for _each in range(5):
        ticket = make_ticket(nordsoft)
    for caller in (agent, karin):
        assert caller.queries("tickets/") <= 8
        assert caller.queries(f"tickets/{ticket.number}/") <= 10
    assert agent.queries("tickets/?order=queue") <= 8


@pytest.mark.parametrize("order", ["-number", "number", "queue"])
def test_pages_follow_each_other_whatever_is_filed_meanwhile(nordsoft: Cast, agent: Caller, order: str) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for minutes in range(7):
            make_ticket(nordsoft, now=MONDAY + timedelta(minutes=minutes))
        whole = _numbers(agent.get(f"tickets/?order={order}"))
        seen: list[int] = []
        page = agent.get(f"tickets/?order={order}&limit=3")
        seen += _numbers(page)
        late = make_ticket(nordsoft, now=MONDAY + timedelta(hours=1), severity="critical")
        clock.shift(timedelta(hours=5))  # in the queue everything is at risk by now; the pages are of the first moment
        while following := page.json()["next"]:
            page = agent.get(following)
            seen += _numbers(page)
    assert [number for number in seen if number != late.number] == whole
    assert len(seen) == len(set(seen))


def test_the_queue_puts_what_is_at_risk_first(nordsoft: Cast, agent: Caller) -> None:
    calm = make_ticket(nordsoft, now=MONDAY)
    urgent = make_ticket(nordsoft, now=MONDAY + timedelta(minutes=20), severity="critical")
    with time_machine.travel(MONDAY + timedelta(minutes=40), tick=False):
        assert _numbers(agent.get("tickets/?order=queue")) == [urgent.number, calm.number]
        assert _numbers(agent.get("tickets/?view=breached")) == [urgent.number]


def test_filters_add_up(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    done = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=MONDAY)
    plain = make_ticket(nordsoft, now=MONDAY + timedelta(days=1), external_id="INC7", subject="Payroll is late")
    high = make_ticket(nordsoft, severity="high", team=nordsoft.team, product=nordsoft.product)
    for query, numbers in {
        "open=true": [high.number, plain.number],
        "open=false": [done.number],
        "status=resolved": [done.number],
        "status=new&status=resolved": [high.number, plain.number, done.number],
        "severity=high": [high.number],
        "severity=high&status=resolved": [],
        "assignee=none": [high.number, plain.number],
        "assignee=me": [done.number],
        f"assignee={nordsoft.agent.pk}": [done.number],
        f"team={nordsoft.team.pk}": [high.number],
        f"product={nordsoft.product.pk}": [high.number],
        f"customer={nordsoft.stranger.pk}": [],
        f"contact={nordsoft.karin.pk}&limit=1": [high.number],
        "external_id=INC7": [plain.number],
        "opened_since=2026-03-03T00:00:00%2B01:00": [plain.number],
        "opened_before=2026-03-03T00:00:00%2B01:00": [high.number, done.number],
        "updated_since=2026-03-03T00:00:00Z": [plain.number],
        "due_before=2026-03-02T12:00:00Z": [high.number],
        "q=payroll": [plain.number],
    }.items():
        assert _numbers(agent.get(f"tickets/?{query}")) == numbers, query
    assert _numbers(karin.get("tickets/?q=payroll")) == [plain.number]
    assert _numbers(karin.get("tickets/?assignee=none&open=true")) == [high.number, plain.number]


@pytest.mark.parametrize(
    "query",
    [
        "severty=high",
        "severity=worst",
        "cursor=x",
        "cursor=W10",
        "limit=0",
        "limit=201",
        "opened_since=2026-03-02T08:00",
    ],
)
def test_a_question_that_is_not_understood_is_refused(agent: Caller, query: str) -> None:
    body = assert_problem(agent.get(f"tickets/?{query}"), 400, "invalid")
    assert list(body["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("place", [2**80, "0_1_1"])
def test_a_cursor_made_up_is_refused(nordsoft: Cast, agent: Caller, place: object) -> None:
    parts = ["queue", place, "0_1_1"] if isinstance(place, int) else ["queue", 1, "0_x_1"]
    cursor = write_cursor(*parts)  # type: ignore[arg-type]  # made up
    assert_problem(agent.get(f"tickets/?order=queue&cursor={cursor}"), 400, "invalid")
    assert agent.get(f"tickets/?cursor={write_cursor('-number', 2**80)}").status_code == 200


def test_a_search_sees_what_the_caller_sees_alone(nordsoft: Cast, lars: Caller) -> None:
    make_ticket(nordsoft, subject="Payroll is late")
    assert _numbers(lars.get("tickets/?q=payroll")) == []
    nordsoft.lars.membership = None
    nordsoft.lars.save()
    assert _numbers(lars.get("tickets/?q=payroll")) == []


def test_a_cursor_belongs_to_its_list(nordsoft: Cast, agent: Caller) -> None:
    for _each in range(2):
        make_ticket(nordsoft)
    cursor = agent.get("tickets/?limit=1").json()["next"].partition("cursor=")[2].partition("&")[0]
    for other in ("tickets/?order=number&cursor=", "tickets/?order=queue&cursor=", "customers/?cursor="):
        assert_problem(agent.get(other + cursor), 400, "invalid")


@pytest.mark.parametrize("query", ["order=queue", "view=breached", "team=1", "due_before=2026-03-02T08:00:00Z"])
def test_a_customer_does_not_ask_for_the_queue(karin: Caller, query: str) -> None:
    assert_problem(karin.get(f"tickets/?{query}"), 400, "invalid")


def test_a_customer_files_for_their_company(nordsoft: Cast, karin: Caller) -> None:
    answer = karin.post("tickets/", FILED | {"product": nordsoft.product.pk})
    assert answer.status_code == 201, answer.content
    ticket = Ticket.objects.get(number=answer.json()["number"])
    assert (ticket.customer, ticket.contact, ticket.channel) == (nordsoft.customer, nordsoft.karin, "api")
    assert (ticket.severity_asked, ticket.product) == ("high", nordsoft.product)
    assert ticket.clocks.get(metric="start").state == "running"
    assert ticket.messages.get().author == nordsoft.karin.membership
    assert answer["Location"] == f"http://testserver/nordsoft/api/v1/tickets/{ticket.number}/"
    assert karin.get(answer["Location"]).content == answer.content


def test_a_customer_names_nobody_else(nordsoft: Cast, lars: Caller) -> None:
    said = {"contact": nordsoft.karin.pk, "team": nordsoft.team.pk, "external_id": "7"}
    body = assert_problem(lars.post("tickets/", FILED | said), 400, "invalid")
    assert set(body["errors"]) == set(said)
    assert_problem(lars.post("tickets/", FILED | {"customer": nordsoft.stranger.pk}), 400, "invalid")
    assert not Ticket.objects.exists()


def test_the_desk_files_for_a_customer(nordsoft: Cast, agent: Caller) -> None:
    said = {"customer": nordsoft.customer.pk, "contact": nordsoft.lars.pk, "channel": "phone", "external_id": "INC7"}
    assert agent.post("tickets/", FILED | said | {"team": nordsoft.team.pk}).status_code == 201
    ticket = Ticket.objects.get(external_id="INC7")
    assert (ticket.contact, ticket.channel, ticket.team) == (nordsoft.lars, "phone", nordsoft.team)
    body = assert_problem(agent.post("tickets/", FILED | said), 400, "invalid")
    assert list(body["errors"]) == ["external_id"]


def test_the_desk_names_the_customer_and_their_contact(nordsoft: Cast, lonhuset: Cast, agent: Caller) -> None:
    assert list(assert_problem(agent.post("tickets/", FILED), 400, "invalid")["errors"]) == ["customer"]
    for said in (
        {"customer": lonhuset.customer.pk},
        {"customer": nordsoft.stranger.pk, "contact": nordsoft.karin.pk},
        {"customer": nordsoft.customer.pk, "contact": lonhuset.karin.pk},
        {"customer": nordsoft.customer.pk, "product": lonhuset.product.pk},
        {"customer": nordsoft.customer.pk, "team": lonhuset.team.pk},
    ):
        body = assert_problem(agent.post("tickets/", FILED | said), 400, "invalid")
        assert list(body["errors"]) == [list(said)[-1]]


def test_a_consultant_files_for_customers_they_see_alone(nordsoft: Cast, consultant: Caller) -> None:
    said = FILED | {"customer": nordsoft.customer.pk}
    assert_problem(consultant.post("tickets/", said), 400, "invalid")
    assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    # They file it, and see it because of the other one.
    assert consultant.post("tickets/", said).status_code == 201


def test_filing_takes_files(nordsoft: Cast, karin: Caller) -> None:
    files = [SimpleUploadedFile("log.txt", b"line"), SimpleUploadedFile("more.log", b"line")]
    answer = karin.upload("tickets/", FILED | {"files": files})
    assert answer.status_code == 201, answer.content
    ticket = Ticket.objects.get()
    assert sorted(ticket.attachments.values_list("name", flat=True)) == ["log.txt", "more.log"]


def test_a_file_of_a_wrong_kind_is_refused_and_nothing_is_filed(nordsoft: Cast, karin: Caller) -> None:
    files = [SimpleUploadedFile("run.exe", b"MZ"), SimpleUploadedFile("empty.txt", b"")]
    body = assert_problem(karin.upload("tickets/", FILED | {"files": files}), 400, "invalid")
    assert len(body["errors"]["files"]) == 2
    assert not Ticket.objects.exists()


def test_a_subject_is_one_line(nordsoft: Cast, karin: Caller) -> None:
    answer = karin.post("tickets/", FILED | {"subject": " Cannot\r\nBcc: all@nordsoft.example\tprint "})
    assert answer.json()["subject"] == "Cannot Bcc: all@nordsoft.example print"


def test_every_field_that_is_wrong_is_named(karin: Caller) -> None:
    wrong = {"subject": "x" * 201, "text": "a\x00b", "severity": "worst", "product": 2**70}
    body = assert_problem(karin.post("tickets/", wrong), 400, "invalid")
    assert set(body["errors"]) == set(wrong)
    assert set(assert_problem(karin.post("tickets/", {}), 400, "invalid")["errors"]) == {"subject", "text", "severity"}


def test_a_filter_of_nothing_gives_nothing(nordsoft: Cast, agent: Caller) -> None:
    make_ticket(nordsoft)
    for name in ("customer", "contact", "product", "team"):
        assert _numbers(agent.get(f"tickets/?{name}=0")) == []
