"""What if: counted again in one batch, one by one the same, and the page."""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from reports.what_if import BREACHED, MET, NOTHING, UNDECIDED, Change, Clocks, count, due_under, outcomes
from sla.builtin import builtin_calendar
from sla.engine import BusinessCalendar, always_open
from sla.models import Calendar, CalendarVersion
from sla.services.defaults import create_builtin_calendar
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import Ticket
from tickets.services.status import start_work

PAGE = "/nordsoft/dashboards/what-if/"
OWN = {
    (1, False): builtin_calendar("SE"),
    (2, False): builtin_calendar("DK"),
    (1, True): always_open("Europe/Stockholm"),
}


def filed(cast: Cast, day: int, minutes: int | None, **fields: object) -> Ticket:
    """File a ticket at 09:00 on a day of May (High: due 11:00), and start work after so many minutes."""
    at = datetime(2026, 5, day, 7, tzinfo=UTC)
    ticket = make_ticket(cast, now=at, **{"severity": "high"} | fields)
    if minutes is None:
        return ticket
    return start_work(ticket=ticket, actor=cast.agent, now=at + timedelta(minutes=minutes))


def drawn(random: Random) -> list[int]:
    version, covered = random.choice(list(OWN))
    severity = random.randrange(3)
    started = int(NOW.timestamp()) - random.randrange(90 * 86_400)
    target, days = (NOTHING, 3) if random.random() < 0.1 else ((900, 7200, 14_400)[severity], NOTHING)
    due = one_due(OWN[version, covered], started, target, days)
    stopped = started + random.randrange(60, 5 * 86_400)
    stopped = stopped if stopped < NOW.timestamp() and random.random() < 0.9 else NOTHING
    return [0, random.randrange(5), severity, version, int(covered), target, days, started, due, stopped]


def one_due(calendar: BusinessCalendar, started: int, target: int, days: int) -> int:
    start = datetime.fromtimestamp(started, UTC)
    due = calendar.due_business_days(start, days) if target == NOTHING else calendar.due(start, seconds=target)
    return int(due.timestamp())


def one_outcome(due: int, stopped: int) -> int:
    if stopped != NOTHING:
        return MET if stopped <= due else BREACHED
    return BREACHED if due < NOW.timestamp() else UNDECIDED


@pytest.mark.parametrize("other", [None, builtin_calendar("DK"), always_open("Europe/Stockholm")])
@pytest.mark.parametrize("targets", [{}, {1: 3600}, {0: 0, 1: 60, 2: 400 * 3600}])
def test_the_batch_is_what_one_by_one_gives(other: BusinessCalendar | None, targets: dict[int, int]) -> None:
    random = Random(20260522)  # noqa: S311
    rows = [drawn(random) for _ in range(1500)]
    clocks = Clocks.of(rows)
    calendars = {terms: other or own for terms, own in OWN.items()}
    due = due_under(Change(targets, calendars, other_calendar=other is not None), clocks)
    expected = [
        one_due(calendars[version, bool(covered)], started, targets.get(severity, target), days)
        for _, _, severity, version, covered, target, days, started, _, _ in rows
    ]
    assert due.tolist() == expected
    ends = outcomes(clocks, due, int(NOW.timestamp())).tolist()
    assert ends == [one_outcome(at, row[-1]) for at, row in zip(expected, rows, strict=True)]
    for customer, figures in count(clocks.customer, np.array(ends)).items():
        own = [end for end, row in zip(ends, rows, strict=True) if row[1] == customer]
        assert figures == (own.count(MET), own.count(BREACHED))


def test_nothing_is_asked_yet(manager: Client) -> None:
    answer = manager.get(PAGE)
    assert answer.context["page"] is None
    assert "Tickets that change" not in answer.content.decode()


def test_another_target(manager: Client, nordsoft: Cast) -> None:
    for day, minutes in (
        (4, 30),
        (5, 90),
        (6, 150),
    ):  # met, met, breached with two hours; with one: met, breached twice
        filed(nordsoft, day, minutes, subject=f"Started after {minutes}")
    filed(nordsoft, 7, 30, severity="normal")
    page = manager.get(f"{PAGE}?months=1&high=60").context["page"]
    assert [row[3:] for row in page.tables[0].rows] == [["1", "2"], ["0", "0"]]
    assert [row[0] for row in page.tables[1].rows] == ["Bergs Bygg AB"]
    assert [figure.value for figure in page.figures[1:]] == ["2", "1"]
    assert page.figures[2].past.endswith(" 4")
    (line,) = page.lines
    assert (line.subject, line.severity) == ("Started after 90", "high")
    assert line.due_before != line.due_after


def test_another_calendar(manager: Client, nordsoft: Cast) -> None:
    # Over lunch: due 14:00 with the Swedish hours, 13:00 with the Danish ones, which know no lunch.
    at = datetime(2026, 5, 12, 9, tzinfo=UTC)
    ticket = make_ticket(nordsoft, now=at, severity="high")
    start_work(ticket=ticket, actor=nordsoft.agent, now=at + timedelta(minutes=150))
    danish = create_builtin_calendar(code="DK", name="Aarhus", now=MONDAY)
    page = manager.get(f"{PAGE}?months=3&calendar={danish.pk}").context["page"]
    assert [line.number for line in page.lines] == [ticket.number]
    assert page.figures[1].value == "1"


def test_only_the_period_counts(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=datetime(2026, 4, 29, 7, tzinfo=UTC), severity="high")
    filed(nordsoft, 4, 30)
    for months, count_of in ((1, 1), (3, 2)):
        page = manager.get(f"{PAGE}?months={months}&high=60").context["page"]
        assert sum(int(row[3]) for row in page.tables[0].rows) == count_of - 1  # April's was never started


def test_without_clocks_it_says_so(manager: Client) -> None:
    answer = manager.get(f"{PAGE}?months=12&high=60")
    assert answer.content.decode().count('class="blank"') == 3


@pytest.mark.parametrize("query", ["months=2&high=60", "months=x", "high=-1", "high=99999999", "calendar=0", "high=x"])
def test_what_it_does_not_understand_is_said_at_the_field(manager: Client, query: str) -> None:
    answer = manager.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert answer.context["page"] is None
    assert answer.context["form"].errors


def test_a_deadline_after_2100_is_refused(manager: Client, nordsoft: Cast) -> None:
    filed(nordsoft, 4, 30)
    once = Calendar.objects.create(name="Once", slug="once")
    definition = {"zone": "UTC", "week": {}, "holidays": {}, "also_closed": {}, "day_before": [],
                  "exceptions": {"2026-05-04": {"openings": [["08:00", "09:00"]], "note": "once"}}}  # fmt: skip
    CalendarVersion.objects.create(calendar=once, definition=definition, created_at=NOW)
    answer = manager.get(f"{PAGE}?months=1&calendar={once.pk}")
    assert answer.context["page"] is None
    assert answer.context["form"].non_field_errors()


def test_show_all(manager: Client, nordsoft: Cast) -> None:
    for minute in range(25):
        at = datetime(2026, 5, 18, 7, minute, tzinfo=UTC)
        start_work(
            ticket=make_ticket(nordsoft, now=at, severity="high"), actor=nordsoft.agent, now=at + timedelta(minutes=90)
        )
    answer = manager.get(f"{PAGE}?months=1&high=60")
    assert (len(answer.context["page"].lines), answer.context["page"].changed_count) == (20, 25)
    assert '<p class="under"><a href="?months=1&amp;high=60&amp;list=all">' in answer.content.decode()
    answer = manager.get(f"{PAGE}?months=1&high=60&list=all")
    assert len(answer.context["page"].lines) == 25
    assert '<p class="under">' not in answer.content.decode()
    assert manager.get(f"{PAGE}?months=1&high=60&list=some").status_code == 404


def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast) -> None:
    for day in range(4, 9):
        for minutes in (30, 90, 150):
            filed(nordsoft, day, minutes)
    assert questions(manager, f"{PAGE}?months=3&high=60&calendar={nordsoft.calendar.pk}") <= BUDGET


@pytest.mark.parametrize("role", ["agent", "consultant", "customer"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    client.force_login(nordsoft.member(role).user)
    assert client.get(PAGE).status_code == 404


def test_another_tenants_clocks_and_calendars_do_not_count(manager: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=datetime(2026, 5, 18, 7, tzinfo=UTC))
        theirs = lonhuset.calendar.pk
    assert manager.get(f"{PAGE}?months=3&normal=1").context["page"].tables[1].rows == []
    assert manager.get(f"{PAGE}?months=3&calendar={theirs}").context["form"].errors
