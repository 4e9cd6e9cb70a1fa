"""When a promise counts, in which month and hour, and what is at risk."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.months import add_months
from reports.door import figures_for
from reports.figures import ClockFigures, Filters, Period
from reports.selectors.sla_clocks import clocks_at_risk, counted
from reports.selectors.sla_hours import hours_of, open_hours
from reports.selectors.sla_lists import lines_of
from sla.builtin import builtin_calendar
from sla.hours import support_calendar
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import NOW
from tickets.models import SlaClock
from tickets.services.status import start_work

ZONE = ZoneInfo("Europe/Stockholm")
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)
YEAR = Period(date(2025, 7, 1), date(2026, 6, 1), ZONE)
EVERYTHING = Filters()
State = SlaClock.State


def by_month(now: datetime = NOW) -> dict[date, tuple[int, int]]:
    """Give the met and breached of each month with any, of the clock of starting."""
    found = figures_for(ClockFigures, YEAR, metric="start", now=now).by("month")
    return {month: (each.met, each.breached) for (month,), each in found.items() if isinstance(month, date)}


def test_a_running_clock_is_breached_once_its_deadline_has_passed(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=datetime(2026, 5, 4, 6, 0, tzinfo=UTC), severity="high")  # due 10:00
    due = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    clock = SlaClock.objects.get(ticket=ticket, metric="start")
    assert clock.due_at == due
    assert by_month(due) == {}
    assert list(clocks_at_risk(EVERYTHING, now=due, metric="start")) == [clock]
    late = due + timedelta(seconds=1)
    assert by_month(late) == {MAY: (0, 1)}
    assert list(clocks_at_risk(EVERYTHING, now=late, metric="start")) == []
    started = due + timedelta(hours=3)
    start_work(ticket=ticket, actor=nordsoft.agent, now=started)
    assert by_month(started) == {MAY: (0, 1)}
    behind = counted(YEAR, EVERYTHING, now=started, metric="start").select_related("ticket")
    (line,) = lines_of(behind, now=started, zone=ZONE)
    assert line.over == 2 * 3600  # lunch does not count


def test_at_risk_is_what_runs_past_its_warning_the_next_deadline_first(nordsoft: Cast) -> None:
    later, sooner, calm = (make_ticket(nordsoft, severity=severity) for severity in ("high", "critical", "normal"))
    SlaClock.objects.filter(ticket=later).update(risk_at=NOW, due_at=NOW + timedelta(hours=1))
    SlaClock.objects.filter(ticket=sooner).update(risk_at=NOW, due_at=NOW)
    SlaClock.objects.filter(ticket=calm).update(risk_at=NOW + timedelta(seconds=1), due_at=NOW + timedelta(hours=2))
    assert [clock.ticket for clock in clocks_at_risk(EVERYTHING, now=NOW, metric="start")] == [sooner, later]
    assert [clock.ticket for clock in clocks_at_risk(Filters(severity="high"), now=NOW, metric="start")] == [later]


@pytest.mark.parametrize(
    ("due", "month"),
    [
        (datetime(2026, 4, 30, 22, 0, tzinfo=UTC), MAY),  # 1 May 00:00 in Stockholm
        (datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), APRIL),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), date(2026, 6, 1)),
    ],
)
def test_a_deadline_counts_in_its_month_by_the_tenants_clock(nordsoft: Cast, due: datetime, month: date) -> None:
    ticket = make_ticket(nordsoft)
    SlaClock.objects.filter(ticket=ticket, metric="start").update(state=State.MET, due_at=due)
    assert by_month() == {month: (1, 0)}


def test_dropped_clocks_never_count(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    SlaClock.objects.update(state=State.CANCELLED)
    assert by_month() == {}


def test_closed_hours_of_an_ordinary_week() -> None:
    swedish = {(day, hour) for day in range(5) for hour in (8, 9, 10, 11, 13, 14, 15, 16)}
    assert open_hours(builtin_calendar("SE")) == swedish
    danish = {(day, hour) for day in range(5) for hour in range(8, 16)}
    assert open_hours(builtin_calendar("DK")) == danish  # open for half of Friday's last hour


def test_a_deadline_at_closing_time_belongs_to_the_hour_that_ends_there(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    closing = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)  # Monday 17:00
    SlaClock.objects.filter(ticket=ticket, metric="start").update(state=State.BREACHED, due_at=closing)
    breached = figures_for(ClockFigures, YEAR, metric="start", now=NOW).total().hours
    assert breached == {16: 1}
    found = hours_of(Counter({divmod(hour, 24): count for hour, count in breached.items()}), support_calendar())
    assert (0, 12) in found.closed
    assert (0, 16) not in found.closed
    assert found.hours == list(range(8, 17))
    assert found.days == [0, 1, 2, 3, 4]
    assert (found.worst, found.of_day(0), found.of_hour(16), found.total) == ((0, 16), 1, 1, 1)


def test_shares_and_sums() -> None:
    assert ClockFigures().share is None
    assert (ClockFigures(3, 1) + ClockFigures(1, 0)).share == 0.8
    assert add_months(date(2026, 1, 1), -1) == date(2025, 12, 1)
