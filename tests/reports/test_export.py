"""Tickets and all that is kept of them as files: everything asked for, and nothing else."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from accounts.models import Membership
from contracts.models import Contract, Customer
from reports.selectors.export_tables import state_at
from surveys.models import Answer, Invitation, SurveySettings
from tests.accounts.sheets import cells_of
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import Deflection, SlaClock, Ticket, TicketEvent, TimeEntry
from tickets.selectors.quotas import quotas_of
from tickets.services.assignment import assign
from tickets.services.status import start_work

PAGE = "/nordsoft/dashboards/export/"
QUEUE = f"{PAGE}queue/"
SEARCH = f"{PAGE}search/"
State = SlaClock.State


@pytest.fixture
def manager(manager: Client, nordsoft: Cast) -> Client:
    """Read English."""
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    return manager


@pytest.fixture
def tickets(nordsoft: Cast) -> list[Ticket]:
    """Three tickets of May, one of April; the first has been started, the last is High and named as a formula."""
    filed = [
        make_ticket(nordsoft, now=datetime(2026, month, day, 7, tzinfo=UTC), **more)
        for month, day, more in (
            (4, 14, {}),
            (5, 5, {}),
            (5, 6, {}),
            (5, 18, {"severity": "high", "subject": "=1+1"}),
        )
    ]
    start_work(ticket=filed[0], actor=nordsoft.agent, now=filed[0].opened_at + timedelta(minutes=30))
    return filed


def rows(client: Client, query: str, page: str = PAGE) -> list[list[str]]:
    answer = client.get(f"{page}?file=csv&{query}")
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def numbers(client: Client, query: str, page: str = PAGE) -> list[int]:
    return [int(row[0]) for row in rows(client, query, page)[1:]]


def as_member(client: Client, member: Membership) -> Client:
    client.force_login(member.user)
    return client


def test_tickets_are_those_opened_in_the_period_of_the_tenants_days(manager: Client, tickets: list[Ticket]) -> None:
    assert numbers(manager, "what=tickets") == [ticket.number for ticket in tickets]
    assert numbers(manager, "what=tickets&since=2026-05-05&until=2026-05-06") == [t.number for t in tickets[1:3]]
    Ticket.objects.filter(pk=tickets[1].pk).update(opened_at=datetime(2026, 5, 4, 22, tzinfo=UTC))
    Ticket.objects.filter(pk=tickets[2].pk).update(opened_at=datetime(2026, 5, 5, 22, tzinfo=UTC))
    assert numbers(manager, "what=tickets&since=2026-05-05&until=2026-05-05") == [tickets[1].number]


def test_a_ticket_is_told_in_words_and_the_tenants_time(manager: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    head, first, *_others, last = rows(manager, "what=tickets")
    row = dict(zip(head, first, strict=True))
    ticket = Ticket.objects.get(pk=tickets[0].pk)
    assert ticket.assignee is not None
    assert {name: row[name] for name in head[:8]} == {
        "Ticket": str(ticket.number),
        "Subject": "Invoices cannot be printed",
        "Customer": ticket.customer.name,
        "Contact": nordsoft.karin.name,
        "Product": ticket.product.name if ticket.product else "",
        "Plan": "Professional",
        "Team": ticket.team.name if ticket.team else "",
        "Assignee": ticket.assignee.user.name,
    }
    assert row["Opened at"] == "2026-04-14 09:00:00"
    assert row["Work began at"] == "2026-04-14 09:30:00"
    assert last[1] == "'=1+1"


def test_a_workbook_has_the_same_rows_as_the_csv_file(manager: Client, tickets: list[Ticket]) -> None:
    answer = manager.get(f"{PAGE}?file=xlsx&what=tickets")
    content = answer.getvalue()
    cells = cells_of(content)
    assert [cells[f"A{n}"].value for n in range(2, 6)] == [str(ticket.number) for ticket in tickets]
    assert (cells["B5"].value, cells["B5"].is_text, cells["B5"].is_quoted) == ("=1+1", True, True)
    assert cells["P2"].pattern == "yyyy-mm-dd hh:mm:ss"


def test_the_queues_filters_count_and_clear_ones_do_not(manager: Client, tickets: list[Ticket]) -> None:
    assert numbers(manager, "what=tickets&severity=high") == [tickets[3].number]
    assert numbers(manager, f"what=tickets&company={tickets[0].customer.name[:4]}&severity=&team=") == [
        ticket.number for ticket in tickets
    ]
    assert numbers(manager, "what=tickets&company=nobody") == []


def test_what_the_queue_shows_is_what_its_file_has(manager: Client, tickets: list[Ticket]) -> None:
    Ticket.objects.filter(pk=tickets[2].pk).update(status="closed", queue_section=Ticket.Section.DONE, closed_at=NOW)
    shown = [tickets[0].number, tickets[1].number, tickets[3].number]
    assert numbers(manager, "", QUEUE) == shown
    assert numbers(manager, "view=unassigned", QUEUE) == shown[1:]
    assert numbers(manager, "view=unassigned&severity=high&what=tickets", QUEUE) == [tickets[3].number]
    page = manager.get(f"{QUEUE}?view=unassigned&severity=high").content.decode()
    assert '<input type="hidden" name="view" value="unassigned">' in page
    assert '<input type="hidden" name="severity" value="high">' in page
    for name, value in (("View", "Unassigned"), ("Severity", "High")):
        assert f'<span class="chip">{name} <b>{value}</b></span>' in page
    assert f'href="{QUEUE}?view=unassigned"' in manager.get("/nordsoft/desk/?view=unassigned").content.decode()


def test_a_customer_that_is_no_key_is_left_out(manager: Client, tickets: list[Ticket]) -> None:
    for text in ("x", "9" * 30, "\0", "-1"):
        assert len(numbers(manager, f"customer={quote(text)}")) == len(tickets)
    assert numbers(manager, "customer=999999") == []


def test_clocks_are_those_with_their_deadline_in_the_period(manager: Client, tickets: list[Ticket]) -> None:
    head, *lines = rows(manager, "what=clocks&since=2026-05-01&until=2026-05-31")
    due = SlaClock.objects.filter(due_at__gte=datetime(2026, 4, 30, 22, tzinfo=UTC)).order_by(
        "ticket_id", "metric", "sequence"
    )
    assert [(line[0], line[6], line[7]) for line in lines] == [
        (str(clock.ticket.number), clock.get_metric_display(), str(clock.sequence)) for clock in due
    ]
    at = {name: place for place, name in enumerate(head)}
    high = next(line for line in lines if line[0] == str(tickets[3].number) and line[6] == "Start")
    assert high[at["State"]] == "Breached"
    assert high[at["Target, minutes"]] == "120.0"
    assert (high[at["Paused since"]], high[at["Opening hours"]]) == ("", "Support")


def test_a_clock_says_since_when_it_is_paused_and_whether_it_runs_round_the_clock(
    manager: Client, tickets: list[Ticket]
) -> None:
    SlaClock.objects.update(is_covered=True, state="paused", paused_at=NOW)
    head, *lines = rows(manager, "what=clocks")
    found = {(line[head.index("Paused since")], line[head.index("Opening hours")]) for line in lines}
    assert found == {("2026-05-22 10:00:00", "Round the clock")}


@pytest.mark.parametrize(
    ("state", "due", "paused", "shown"),
    [
        (State.RUNNING, NOW, None, State.RUNNING),
        (State.RUNNING, NOW - timedelta(seconds=1), None, State.BREACHED),
        (State.PAUSED, NOW - timedelta(hours=1), NOW - timedelta(hours=2), State.PAUSED),
        (State.PAUSED, NOW - timedelta(hours=2), NOW - timedelta(hours=1), State.BREACHED),
        (State.MET, NOW - timedelta(hours=2), None, State.MET),
        (State.CANCELLED, NOW - timedelta(hours=2), None, State.CANCELLED),
    ],
)
def test_a_state_is_that_of_the_deadlines_page(state: str, due: datetime, paused: datetime | None, shown: str) -> None:
    assert state_at(state, due_at=due, paused_at=paused, now=NOW) == shown


def answered(ticket: Ticket, sent: datetime, score: int) -> None:
    invitation = Invitation.objects.create(
        ticket=ticket, contact=ticket.contact, resolved_at=sent, send_at=sent, sent_at=sent, state="sent"
    )
    Answer.objects.create(invitation=invitation, score=score, reason="-1", answered_at=sent + timedelta(days=40))


def test_answers_are_those_to_the_surveys_of_the_period(manager: Client, tickets: list[Ticket]) -> None:
    for ticket, score, day in zip(tickets, (10, 8, 6, 0), (1, 30, 1, 2), strict=True):
        answered(ticket, datetime(2026, 4, day, 8, tzinfo=UTC), score)
    lines = rows(manager, "what=answers&since=2026-04-01&until=2026-04-02")[1:]
    assert [(line[2], line[3], line[4], line[8]) for line in lines] == [
        ("10", "Promoter", "'-1", str(tickets[0].number)),
        ("6", "Detractor", "'-1", str(tickets[2].number)),
        ("0", "Detractor", "'-1", str(tickets[3].number)),
    ]


def test_an_agent_exports_the_answers_they_may_see(client: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    for ticket in tickets:
        answered(ticket, NOW, 10)
    Ticket.objects.update(team=None, assignee=nordsoft.colleague)
    Ticket.objects.filter(pk=tickets[1].pk).update(assignee=nordsoft.agent)
    agent = as_member(client, nordsoft.agent)
    assert [row[8] for row in rows(agent, "what=answers")[1:]] == [str(tickets[1].number)]
    assert [row[8] for row in rows(agent, "what=answers&assignee=me")[1:]] == [str(tickets[1].number)]


def test_answers_are_no_list_of_colleagues(client: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    asked = f"{PAGE}?file=csv&what=answers&assignee={nordsoft.colleague.pk}"
    assert as_member(client, nordsoft.agent).get(asked).status_code == 422
    assert as_member(client, nordsoft.manager).get(asked).status_code == 200
    SurveySettings.objects.create(names_colleagues=True)
    assert as_member(client, nordsoft.agent).get(asked).status_code == 200


def test_consultants_export_no_answers(client: Client, nordsoft: Cast) -> None:
    consultant = as_member(client, nordsoft.consultant)
    assert consultant.get(f"{PAGE}?file=csv&what=answers").status_code == 422
    assert 'value="answers"' not in consultant.get(PAGE).content.decode()


def test_surveys_say_what_became_of_each_and_an_agent_gets_those_they_may_see(
    client: Client, nordsoft: Cast, tickets: list[Ticket]
) -> None:
    answered(tickets[0], NOW, 10)
    for ticket, state, reason in ((tickets[1], "not_sent", "recent"), (tickets[2], "planned", "")):
        Invitation.objects.create(ticket=ticket, resolved_at=NOW, send_at=NOW, state=state, reason=reason)
    Ticket.objects.update(team=None, assignee=None)
    Ticket.objects.filter(pk=tickets[1].pk).update(assignee=nordsoft.agent)
    nordsoft.manager.user.language = nordsoft.agent.user.language = "en"
    nordsoft.manager.user.save()
    nordsoft.agent.user.save()
    asked = "what=surveys&since=2026-05-22&until=2026-05-22"
    head, *lines = rows(as_member(client, nordsoft.manager), asked)
    at = [head.index(name) for name in ("Ticket", "State", "Why not sent", "Score", "Group")]
    expected = [
        [str(tickets[0].number), "Sent", "", "10", "Promoter"],
        [str(tickets[1].number), "Not sent", "Asked in the last 90 days", "", ""],
        [str(tickets[2].number), "Planned", "", "", ""],
    ]
    assert [[line[place] for place in at] for line in lines] == expected
    agents = rows(as_member(client, nordsoft.agent), asked)[1:]
    assert [[line[place] for place in at] for line in agents] == expected[1:2]
    assert client.get(f"{PAGE}?file=csv&{asked}&assignee={nordsoft.colleague.pk}").status_code == 422


def test_events_are_those_of_the_tickets_that_are_seen(client: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    other = Customer.objects.create(name="Other")
    Ticket.objects.filter(pk=tickets[1].pk).update(customer=other, contact=None, contract=None)
    Ticket.objects.filter(pk=tickets[0].pk).update(assignee=nordsoft.consultant)
    for ticket in tickets[:2]:
        TicketEvent.objects.create(ticket=ticket, kind="reopened", at=NOW)
        TicketEvent.objects.create(ticket=ticket, kind="noted", at=NOW)
    seen = {member: numbers(as_member(client, member), "what=events") for member in (nordsoft.manager, nordsoft.agent)}
    assert set(map(tuple, seen.values())) == {(tickets[0].number, tickets[1].number)}
    assert tickets[1].number not in numbers(as_member(client, nordsoft.consultant), "what=events")


def test_questions_are_for_managers_by_customer_alone(client: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    Deflection.objects.create(contact=nordsoft.karin, subject="=Printing", ticket=tickets[0], at=NOW)
    assert as_member(client, nordsoft.agent).get(f"{PAGE}?file=csv&what=questions").status_code == 422
    manager = as_member(client, nordsoft.manager)
    (line,) = rows(manager, f"what=questions&customer={nordsoft.customer.pk}&since=2026-05-22")[1:]
    assert line[1:] == [nordsoft.customer.name, nordsoft.karin.name, "'=Printing", "", str(tickets[0].number)]
    assert rows(manager, f"what=questions&company={nordsoft.customer.name[:4]}")[1:] == [line]
    for none in (f"customer={nordsoft.stranger.pk}", "company=nobody", "until=2026-05-21"):
        assert rows(manager, f"what=questions&{none}")[1:] == []
    assert manager.get(f"{PAGE}?file=csv&what=questions&severity=high").status_code == 422
    assert manager.get(f"{PAGE}?file=csv&what=questions&tag=x").status_code == 422


def test_a_consultant_exports_what_they_may_see(client: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    other = Customer.objects.create(name="Other")
    Ticket.objects.filter(pk=tickets[1].pk).update(customer=other, contact=None, contract=None)
    consultant = as_member(client, nordsoft.consultant)
    assert numbers(consultant, "what=tickets") == []
    ticket = Ticket.objects.get(pk=tickets[3].pk)
    assign(ticket=ticket, assignee=nordsoft.consultant, actor=nordsoft.manager, now=NOW, version=ticket.version)
    seen = [tickets[0].number, tickets[2].number, tickets[3].number]
    assert numbers(consultant, "what=tickets") == seen
    assert {int(row[0]) for row in rows(consultant, "what=clocks")[1:]} == set(seen)


def test_a_contact_gets_nothing(client: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    client.force_login(nordsoft.karin.membership.user)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{QUEUE}?file=csv").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["what=invoices", "since=yesterday", "since=0001-01-01", "until=9999-12-31", "since=2026-05-06&until=2026-05-05"],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(manager: Client, query: str) -> None:
    answer = manager.get(f"{PAGE}?file=csv&{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/html")
    assert 'aria-invalid="true"' in answer.content.decode() or "field-error" in answer.content.decode()


def test_another_kind_of_file_is_not_there(manager: Client) -> None:
    assert manager.get(f"{PAGE}?file=pdf").status_code == 404


@pytest.mark.parametrize(
    ("query", "name"),
    [("", "tickets-2026-05-22"), ("since=2026-05-01&until=2026-05-31", "tickets-2026-05-01-2026-05-31")],
)
def test_the_file_is_named_by_what_it_holds(manager: Client, query: str, name: str) -> None:
    assert f"{name}.csv" in unquote(manager.get(f"{PAGE}?file=csv&{query}")["Content-Disposition"])


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize("query", ["", "?file=csv&what=tickets", "?file=xlsx&what=clocks", "?file=csv&what=answers"])
def test_page_and_files_keep_the_budget(manager: Client, query: str) -> None:
    assert questions(manager, f"{PAGE}{query}") <= BUDGET


def test_a_search_is_exported_with_what_it_found(manager: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    words = "Payroll stopped"
    found = [make_ticket(nordsoft, now=datetime(2026, month, 7, 7, tzinfo=UTC), subject=words) for month in (4, 5)]
    asked = "q=payroll&period=365"
    assert numbers(manager, asked, SEARCH) == [ticket.number for ticket in found]
    assert numbers(manager, f"{asked}&since=2026-05-01", SEARCH) == [found[1].number]
    clocks = {int(row[0]) for row in rows(manager, f"{asked}&what=clocks", SEARCH)[1:]}
    assert clocks == {ticket.number for ticket in found}
    assert numbers(manager, "q=", SEARCH) == []
    page = manager.get(f"{SEARCH}?{asked}").content.decode()
    assert '<input type="hidden" name="q" value="payroll">' in page
    for name, value in (("Text", "payroll"), ("Opened", "The last year")):
        assert f'<span class="chip">{name} <b>{value}</b></span>' in page
    assert manager.get(f"{SEARCH}?{asked}&file=csv&what=answers").status_code == 422
    link = f'href="{SEARCH}?q=payroll&amp;period=365"'
    assert link in manager.get(f"/nordsoft/desk/search/?{asked}").content.decode()


def test_time_is_that_logged_on_the_days_of_the_period(manager: Client, nordsoft: Cast, tickets: list[Ticket]) -> None:
    for day, minutes, service in ((1, 15, None), (31, 40, None), (30, 5, "legal")):
        TimeEntry.objects.create(
            ticket=tickets[0], membership=nordsoft.agent, day=date(2026, 5, day), minutes=minutes, kind="covered",
            why="support", note="=1", logged_at=NOW, service=service,
        )  # fmt: skip
    found = rows(manager, "what=time&since=2026-05-01&until=2026-05-30")[1:]
    assert [(row[0], row[7]) for row in found] == [("2026-05-01", "15"), ("2026-05-30", "5")]
    assert found[0][6:10] == [nordsoft.agent.user.name, "15", "Covered", "support in the plan"]
    assert [row[10] for row in found] == ["", "Legal and security assistance"]
    assert found[0][-1] == "'=1"
    assert rows(manager, "what=time&severity=high")[1:] == []


def test_quotas_are_those_of_the_contracts_in_force(manager: Client, nordsoft: Cast) -> None:
    expected = [
        [nordsoft.customer.name, nordsoft.contract.plan.name, each.name, str(each.allowed), str(each.left)]
        for each in quotas_of(nordsoft.contract, 2026)
    ]
    assert expected
    _head, *found = rows(manager, "what=quotas")
    assert [[*row[:3], row[5], row[7]] for row in found] == expected
    assert rows(manager, f"what=quotas&customer={nordsoft.stranger.pk}")[1:] == []
    Contract.objects.update(ends_on=date(2026, 5, 1), renews=False, status="ended")
    assert rows(manager, "what=quotas")[1:] == []
    assert len(rows(manager, "what=quotas&until=2026-05-01")[1:]) == len(expected)
