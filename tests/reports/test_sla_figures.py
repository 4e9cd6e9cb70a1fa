"""The deadlines' figures, counted once more in plain Python over the rows."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from accounts.months import add_months
from reports.selectors.sla_hours import breach_hours, open_hours
from reports.selectors.sla_lists import breached_clocks, clocks_at_risk, lines_of
from reports.selectors.sla_months import Kept, kept_by_month, median_used
from sla.builtin import builtin_calendar
from sla.hours import support_calendar
from sla.models import Severity
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import NOW
from tickets.models import SlaClock
from tickets.services.status import start_work

ZONE = ZoneInfo("Europe/Stockholm")
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)
State = SlaClock.State


@pytest.fixture
def year(nordsoft: Cast) -> list[SlaClock]:
    """A year of start clocks in every state, from dice that always fall the same."""
    dice = Random(7)  # noqa: S311 - the same clocks each time
    ticket = make_ticket(nordsoft, now=datetime(2025, 6, 2, 8, tzinfo=UTC))
    model = SlaClock.objects.get(ticket=ticket, metric="start")
    rows = []
    for sequence in range(2, 400):
        due = NOW - timedelta(days=360) + timedelta(seconds=dice.randrange(365 * 86400))
        state = dice.choice(
            [State.MET, State.MET, State.MET, State.BREACHED, State.RUNNING, State.PAUSED, State.CANCELLED]
        )
        is_stopped = state in (State.MET, State.BREACHED)
        rows.append(
            SlaClock(
                ticket=ticket,
                metric=dice.choice(["start", "start", "resolution"]),
                sequence=sequence,
                policy_version_id=model.policy_version_id,
                calendar_version_id=model.calendar_version_id,
                severity=dice.choice(Severity.values),
                target_seconds=14400,
                state=state,
                started_at=due - timedelta(hours=4),
                due_at=due,
                risk_at=due - timedelta(hours=1),
                stopped_at=due + timedelta(minutes=-5 if state == State.MET else 5) if is_stopped else None,
                paused_at=due + timedelta(hours=dice.choice([-1, 1])) if state == State.PAUSED else None,
                used_seconds=dice.randrange(20000) if is_stopped else None,
            )
        )
    SlaClock.objects.bulk_create(rows)
    return list(SlaClock.objects.filter(metric="start"))


def broken(clock: SlaClock) -> bool:
    if clock.state == State.RUNNING:
        return clock.due_at < NOW
    if clock.state == State.PAUSED:
        assert clock.paused_at
        return clock.due_at < clock.paused_at
    return clock.state == State.BREACHED


def month(clock: SlaClock) -> date:
    return clock.due_at.astimezone(ZONE).date().replace(day=1)


def test_met_and_breached_by_month_and_severity(year: list[SlaClock]) -> None:
    met = Counter((month(clock), clock.severity) for clock in year if clock.state == State.MET)
    late = Counter((month(clock), clock.severity) for clock in year if broken(clock))
    assert met.total() > 50
    assert late.total() > 50
    found = kept_by_month("start", now=NOW, zone=ZONE)
    assert found.months == sorted({at for at, _severity in met | late})
    for at in found.months:
        for severity in Severity.values:
            assert found.of(at, severity) == Kept(met[at, severity], late[at, severity])
    assert found.total(MAY).met == sum(met[MAY, severity] for severity in Severity.values)


def test_the_median_of_the_time_used(year: list[SlaClock]) -> None:
    found = median_used("start", APRIL, MAY, ZONE)
    for at in (APRIL, MAY):
        used = [clock.used_seconds for clock in year if clock.used_seconds is not None and month(clock) == at]
        assert len(used) > 5
        assert found[at] == round(median(used))
    assert set(found) == {APRIL, MAY}


def test_breaches_by_weekday_and_hour(year: list[SlaClock], nordsoft: Cast) -> None:
    moments = [
        (clock.due_at - timedelta(seconds=1)).astimezone(ZONE)
        for clock in year
        if broken(clock) and month(clock) == MAY
    ]
    found = breach_hours("start", MAY, calendar=support_calendar(), now=NOW, zone=ZONE)
    assert found.counts == Counter((moment.weekday(), moment.hour) for moment in moments)
    assert found.total == len(moments) > 3
    assert sum(found.of_day(day) for day in found.days) == found.total
    assert sum(found.of_hour(hour) for hour in found.hours) == found.total
    assert found.worst is not None
    assert found.counts[found.worst] == max(found.counts.values())


def test_the_lists_hold_the_very_clocks(year: list[SlaClock]) -> None:
    late = list(breached_clocks("start", MAY, now=NOW, zone=ZONE))
    assert {clock.pk for clock in late} == {clock.pk for clock in year if broken(clock) and month(clock) == MAY}
    assert [clock.due_at for clock in late] == sorted((clock.due_at for clock in late), reverse=True)
    risky = [clock for clock in year if clock.state == State.RUNNING and clock.risk_at <= NOW <= clock.due_at]
    assert [clock.pk for clock in clocks_at_risk("start", now=NOW)] == [clock.pk for clock in risky]


def test_a_running_clock_is_breached_once_its_deadline_has_passed(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=datetime(2026, 5, 4, 6, 0, tzinfo=UTC), severity="high")  # due 10:00
    due = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    clock = SlaClock.objects.get(ticket=ticket, metric="start")
    assert clock.due_at == due
    assert kept_by_month("start", now=due, zone=ZONE).months == []
    assert list(clocks_at_risk("start", now=due)) == [clock]
    late = due + timedelta(seconds=1)
    assert kept_by_month("start", now=late, zone=ZONE).of(MAY, "high") == Kept(0, 1)
    assert list(clocks_at_risk("start", now=late)) == []
    started = due + timedelta(hours=3)
    start_work(ticket=ticket, actor=nordsoft.agent, now=started)
    assert kept_by_month("start", now=started, zone=ZONE).of(MAY, "high") == Kept(0, 1)
    ((line,),) = lines_of(breached_clocks("start", MAY, now=started, zone=ZONE), now=started, zone=ZONE)
    assert line.over == 2 * 3600  # lunch does not count


def test_a_deadline_counts_in_its_month_by_the_tenants_clock(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    midnight = datetime(2026, 4, 30, 22, 0, tzinfo=UTC)  # 1 May 00:00 in Stockholm
    SlaClock.objects.filter(ticket=ticket, metric="start").update(state=State.MET, due_at=midnight)
    assert kept_by_month("start", now=NOW, zone=ZONE).months == [MAY]
    SlaClock.objects.filter(ticket=ticket, metric="start").update(due_at=midnight - timedelta(seconds=1))
    assert kept_by_month("start", now=NOW, zone=ZONE).months == [APRIL]


def test_a_month_to_come_is_not_shown(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    june = datetime(2026, 5, 31, 22, 0, tzinfo=UTC)  # 1 June 00:00 in Stockholm
    SlaClock.objects.filter(ticket=ticket, metric="start").update(state=State.MET, due_at=june)
    assert kept_by_month("start", now=NOW, zone=ZONE).months == []
    assert kept_by_month("start", now=june, zone=ZONE).months == [date(2026, 6, 1)]


def test_dropped_clocks_never_count(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    SlaClock.objects.update(state=State.CANCELLED)
    assert kept_by_month("start", now=NOW, zone=ZONE).months == []


def test_closed_hours_of_an_ordinary_week() -> None:
    swedish = {(day, hour) for day in range(5) for hour in (8, 9, 10, 11, 13, 14, 15, 16)}
    assert open_hours(builtin_calendar("SE")) == swedish
    danish = {(day, hour) for day in range(5) for hour in range(8, 16)}
    assert open_hours(builtin_calendar("DK")) == danish  # open for half of Friday's last hour


def test_a_deadline_at_closing_time_belongs_to_the_hour_that_ends_there(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    closing = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)  # Monday 17:00
    SlaClock.objects.filter(ticket=ticket, metric="start").update(state=State.BREACHED, due_at=closing)
    found = breach_hours("start", MAY, calendar=support_calendar(), now=NOW, zone=ZONE)
    assert found.counts == {(0, 16): 1}
    assert (0, 12) in found.closed
    assert (0, 16) not in found.closed
    assert found.hours == list(range(8, 17))
    assert found.days == [0, 1, 2, 3, 4]


def test_shares_and_sums() -> None:
    assert Kept().share is None
    assert (Kept(3, 1) + Kept(1, 0)).share == 0.8
    assert add_months(date(2026, 1, 1), -1) == date(2025, 12, 1)
