"""The board of today: its window, its figures counted once more in plain Python, and giving a ticket away from it."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.tenancy.context import tenant_context
from reports.selectors.today_counts import at_work
from reports.selectors.today_page import TodayPage
from reports.selectors.today_window import window_of
from sla.builtin import builtin_calendar
from sla.engine import BusinessCalendar, always_open
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import SlaClock, Ticket, TicketEvent
from tickets.services.assignment import assign
from tickets.services.resolution import resolve

PAGE = "/nordsoft/dashboards/today/"
ZONE = ZoneInfo("Europe/Stockholm")
CLOSES = datetime(2026, 5, 22, 15, 0, tzinfo=UTC)
State = SlaClock.State


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type,misc]


@pytest.fixture
def sweden() -> BusinessCalendar:
    return builtin_calendar("SE")


@pytest.fixture
def morning(nordsoft: Cast) -> list[SlaClock]:
    """Tickets of everybody and nobody with clocks in every state around today, from dice that always fall the same."""
    dice = Random(11)  # noqa: S311 - the same clocks each time
    owners = [None, nordsoft.agent, nordsoft.colleague, nordsoft.consultant]
    for number in range(40):
        ticket = make_ticket(nordsoft, now=NOW - timedelta(days=2), subject=f"Case {number}")
        owner = dice.choice(owners)
        Ticket.objects.filter(pk=ticket.pk).update(assignee=owner)
        for clock in SlaClock.objects.filter(ticket=ticket):
            clock.due_at = NOW + timedelta(minutes=dice.randrange(-240, 600))
            clock.risk_at = clock.due_at - timedelta(minutes=60)
            clock.state = dice.choice([State.RUNNING, State.RUNNING, State.RUNNING, State.PAUSED, State.MET])
            clock.paused_at = NOW - timedelta(hours=5) if clock.state == State.PAUSED else None
            clock.stopped_at = NOW - timedelta(hours=5) if clock.state == State.MET else None
            clock.used_seconds = 60 if clock.state == State.MET else None
            clock.save()
    return list(SlaClock.objects.select_related("ticket__assignee__user"))


def board(client: Client, query: str = "") -> TodayPage:
    page: TodayPage = client.get(PAGE + query).context["page"]
    return page


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        (local(2026, 5, 22, 7), local(2026, 5, 22, 17)),
        (local(2026, 5, 22, 12, 30), local(2026, 5, 22, 17)),  # lunch
        (local(2026, 5, 22, 16, 59), local(2026, 5, 22, 17)),
        (local(2026, 5, 22, 17), local(2026, 5, 25, 17)),  # closed until Monday
        (local(2026, 5, 23, 11), local(2026, 5, 25, 17)),
        (local(2026, 12, 24, 9), local(2026, 12, 28, 17)),
    ],
)
def test_it_looks_until_closing_or_to_the_next_working_day(
    sweden: BusinessCalendar, now: datetime, closes: datetime
) -> None:
    window = window_of(sweden, now=now, zone=ZONE)
    assert (window.now, window.closes) == (now, closes)
    assert all(now <= opens < ends <= closes for opens, ends in window.openings)


def test_round_the_clock_and_without_calendar_the_day_ends_at_midnight() -> None:
    now = local(2026, 5, 22, 21, 30)
    for calendar in (always_open("Europe/Stockholm"), None):
        assert window_of(calendar, now=now, zone=ZONE).closes == local(2026, 5, 23)
    hours = [hour.astimezone(ZONE).hour for hour in window_of(always_open("UTC"), now=now, zone=ZONE).hours(ZONE)]
    assert hours == [21, 22, 23]


def test_the_hours_of_the_window(sweden: BusinessCalendar) -> None:
    hours = window_of(sweden, now=NOW + timedelta(minutes=20), zone=ZONE).hours(ZONE)
    assert [hour.astimezone(ZONE).hour for hour in hours] == [10, 11, 13, 14, 15, 16]


def test_the_repeated_hour_stands_twice() -> None:
    window = window_of(always_open("Europe/Stockholm"), now=local(2026, 10, 25), zone=ZONE)
    hours = [hour.astimezone(ZONE).hour for hour in window.hours(ZONE)]
    assert hours == [0, 1, 2, 2, *range(3, 24)]


def test_the_figures_counted_once_more(manager: Client, morning: list[SlaClock], nordsoft: Cast) -> None:
    TicketEvent.objects.update(at=NOW - timedelta(hours=3))
    assign(
        ticket=Ticket.objects.order_by("pk")[0], actor=nordsoft.manager, assignee=None, now=NOW - timedelta(minutes=59)
    )
    morning = list(SlaClock.objects.select_related("ticket__assignee__user"))
    due = sorted(
        (clock for clock in morning if clock.state == State.RUNNING and NOW <= clock.due_at <= CLOSES),
        key=lambda clock: (clock.due_at, clock.pk),
    )
    assert len(due) > 25
    Ticket.objects.filter(pk__in=Ticket.objects.order_by("pk")[:3]).update(next_due_at=NOW)  # not over yet
    page = board(manager)
    risky = [clock for clock in due if clock.risk_at <= NOW]
    late = [ticket for ticket in Ticket.objects.all() if ticket.next_due_at and ticket.next_due_at < NOW]
    working = at_work(NOW)
    assert len(late) > 25
    assert [figure.value for figure in page.figures] == [str(n) for n in map(len, (due, risky, late, working))]
    assert (page.count, len(page.lines)) == (len(due), 25)
    assert [line.row.pk for line in board(manager, "?list=all").lines] == [clock.pk for clock in due]
    hours = [(clock.due_at - timedelta(seconds=1)).astimezone(ZONE).hour for clock in due]
    shown = {hour.text: hour.count for hour in page.hours}
    assert shown == {f"{h:02}:00–{h + 1:02}:00": hours.count(h) for h in sorted({*hours, 10, 11, 13, 14, 15, 16})}
    agents = [line.agent for line in page.agents]
    for agent in agents:
        own = [clock for clock in due if clock.ticket.assignee_id == agent.pk]
        assert (agent.due, agent.risk) == (len(own), sum(clock.risk_at <= NOW for clock in own))
        assert agent.first == min((clock.due_at for clock in own), default=None)
    assert {agent.pk for agent in agents} == {clock.ticket.assignee_id for clock in due} | set(working)
    assert agents[0].pk is None
    assert [choice.due for choice in page.others if choice.pk == nordsoft.agent.pk] == [
        sum(clock.ticket.assignee_id == nordsoft.agent.pk for clock in due)
    ]


def test_at_work_is_who_did_something_in_the_last_hour(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=NOW - timedelta(days=1))
    ago = {
        nordsoft.agent: 60,  # an hour ago is too long
        nordsoft.colleague: 59,
        nordsoft.manager: 0,
        nordsoft.consultant: 5,
        nordsoft.admin: 5,
        nordsoft.karin.membership: 5,
    }
    for actor, minutes in ago.items():
        TicketEvent.objects.create(ticket=ticket, kind="noted", actor=actor, at=NOW - timedelta(minutes=minutes))
    TicketEvent.objects.create(ticket=ticket, kind="noted", actor=nordsoft.agent, at=NOW + timedelta(minutes=1))
    TicketEvent.objects.create(ticket=ticket, kind="noted", actor=nordsoft.colleague, at=NOW - timedelta(minutes=7))
    assert at_work(NOW) == {
        nordsoft.colleague.pk: ("Oskar Nyström", NOW - timedelta(minutes=7)),
        nordsoft.manager.pk: ("Henrik Lund", NOW),
    }
    type(nordsoft.manager).objects.filter(pk=nordsoft.manager.pk).update(is_active=False)
    assert set(at_work(NOW)) == {nordsoft.colleague.pk}


@pytest.mark.parametrize(("seconds", "shown"), [(-1, 0), (0, 1), (7 * 3600, 1), (7 * 3600 + 1, 0)])
def test_a_deadline_now_and_at_closing_counts(manager: Client, nordsoft: Cast, seconds: int, shown: int) -> None:
    ticket = make_ticket(nordsoft, now=NOW - timedelta(hours=1))
    SlaClock.objects.filter(ticket=ticket).exclude(metric="start").delete()
    SlaClock.objects.filter(ticket=ticket).update(due_at=NOW + timedelta(seconds=seconds))
    assert len(board(manager).lines) == board(manager).count == shown


def test_on_a_closed_day_clocks_round_the_clock_are_there(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=NOW)
    saturday = local(2026, 5, 23, 23, 30)
    SlaClock.objects.filter(ticket=ticket, metric="start").update(is_covered=True, due_at=saturday)
    with time_machine.travel(local(2026, 5, 23, 22), tick=False):
        manager.force_login(nordsoft.manager.user)
        page = board(manager)
    (line,) = page.lines
    assert line.reading.left == 90 * 60
    assert [(hour.text, hour.count) for hour in page.hours][:2] == [("23:00–00:00", 1), ("mån 08:00–09:00", 0)]
    assert page.until == "mån 17:00"


def test_one_press_gives_the_ticket_away_and_comes_back(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=NOW - timedelta(hours=2), severity="high")
    text = manager.get(PAGE).content.decode()
    assert f'action="/nordsoft/desk/tickets/{ticket.number}/assignment/"' in text
    assert f'name="version" value="{ticket.version}"' in text
    assert f'name="next" value="{PAGE}"' in text
    data = {"version": ticket.version, "next": PAGE, "assignee": nordsoft.colleague.pk}
    answer = manager.post(f"/nordsoft/desk/tickets/{ticket.number}/assignment/", data)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    ticket.refresh_from_db()
    assert ticket.assignee == nordsoft.colleague
    text = manager.get(PAGE).content.decode()
    assert f'<option value="{nordsoft.colleague.pk}" selected>Oskar Nyström (1)</option>' in text
    assert manager.post(f"/nordsoft/desk/tickets/{ticket.number}/assignment/", data).status_code == 409


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "desk:queue"])
def test_it_never_goes_back_to_another_site(manager: Client, nordsoft: Cast, elsewhere: str) -> None:
    ticket = make_ticket(nordsoft, now=NOW - timedelta(hours=2))
    data = {"version": ticket.version, "next": elsewhere, "assignee": nordsoft.colleague.pk}
    answer = manager.post(f"/nordsoft/desk/tickets/{ticket.number}/assignment/", data)
    assert answer["Location"] == f"/nordsoft/desk/tickets/{ticket.number}/"


def test_a_solved_ticket_and_another_tenants_are_not_there(manager: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    ticket = make_ticket(nordsoft, now=NOW - timedelta(hours=2), severity="high")
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=NOW - timedelta(hours=2), severity="high")
    assert board(manager).count == 1
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", version=ticket.version, now=NOW)
    page = manager.get(PAGE)
    assert page.context["page"].count == 0
    assert 'class="blank"' in page.content.decode()


@pytest.mark.usefixtures("morning")
def test_it_asks_little_however_much_there_is(manager: Client) -> None:
    assert questions(manager, f"{PAGE}?list=all") <= BUDGET


@pytest.mark.parametrize("role", ["agent", "consultant", "customer"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    client.force_login(nordsoft.member(role).user)
    assert client.get(PAGE).status_code == 404


def test_one_press_gives_it_to_the_freest_at_work(manager: Client, nordsoft: Cast) -> None:
    for owner in (nordsoft.agent, nordsoft.agent, nordsoft.colleague, None):
        ticket = make_ticket(nordsoft, now=NOW - timedelta(minutes=50), severity="high")
        if owner:
            assign(ticket=ticket, actor=nordsoft.colleague, assignee=owner, now=NOW - timedelta(minutes=40))
    TicketEvent.objects.create(ticket=ticket, kind="noted", actor=nordsoft.agent, at=NOW - timedelta(minutes=5))
    page = board(manager)
    assert {choice.pk for choice in page.working} == {nordsoft.agent.pk, nordsoft.colleague.pk}
    given = {line.ticket.assignee_id: line.give.pk for line in page.lines if line.give}
    maja, oskar = nordsoft.agent.pk, nordsoft.colleague.pk
    assert given == {maja: oskar, oskar: maja, None: oskar}
    text = manager.get(PAGE).content.decode()
    assert f'name="assignee" value="{oskar}"' in text
    data = {"version": Ticket.objects.get(pk=ticket.pk).version, "next": PAGE, "assignee": oskar}
    assert manager.post(f"/nordsoft/desk/tickets/{ticket.number}/assignment/", data).status_code == 302
    assert Ticket.objects.get(pk=ticket.pk).assignee_id == oskar


def test_its_clocks_tick(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=NOW - timedelta(minutes=50), severity="high")
    text = manager.get(PAGE).content.decode()
    line = board(manager).lines[0]
    assert f'<script id="{line.reading.opening_id}" type="application/json">[[' in text
    assert f'data-opening="{line.reading.opening_id}" data-clock data-open-left="{line.reading.left}"' in text
    assert " data-left>" in text


def test_nobody_at_work_gets_nothing(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=NOW - timedelta(minutes=50), severity="high")
    assert [line.give for line in board(manager).lines] == [None]
