"""The clock of a call against a naive count: day by day on the wall calendar, minute by minute while it is open."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from accounts.tenancy.context import tenant_context
from sla.builtin import builtin_calendar
from sla.engine import BusinessCalendar
from surveys.models import FollowUp
from surveys.selectors.calls import call_of
from surveys.services.detractors import CALL_WITHIN_DAYS
from tests.cast import Cast
from tests.surveys.test_follow_ups import answer

COUNTRIES = {"SE": ZoneInfo("Europe/Stockholm"), "DK": ZoneInfo("Europe/Copenhagen")}
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
YEARS = range(2024, 2032)
# Before the day begins, at its first second, over lunch, at closing time, and in the last minute.
TIMES = (time(0), time(7, 59), time(8), time(12, 30), time(17), time(23, 59))


def openings(calendar: BusinessCalendar, day: date) -> list[tuple[datetime, datetime]]:
    """Give a day's openings on the wall clock, without zone."""
    midnight, found = datetime.combine(day, time()), calendar.definition.day(day).openings
    return [(midnight + begin * MINUTE, midnight + end * MINUTE) for begin, end in found]


def naive_due(calendar: BusinessCalendar, zone: ZoneInfo, answered: datetime) -> datetime:
    """Count working days from the day after the answer's own, and give the closing time of the second."""
    day, left = answered.astimezone(zone).date(), CALL_WITHIN_DAYS
    while left:
        day += DAY
        left -= bool(openings(calendar, day))
    return openings(calendar, day)[-1][1].replace(tzinfo=zone).astimezone(UTC)


def naive_open(calendar: BusinessCalendar, zone: ZoneInfo, begin: datetime, end: datetime) -> int:
    """Count the open seconds between two instants of whole minutes, minute by minute."""
    count, at = 0, begin.astimezone(UTC)
    while at < end:
        wall = at.astimezone(zone).replace(tzinfo=None)
        count += any(start <= wall < stop for start, stop in openings(calendar, wall.date()))
        at += MINUTE
    return 60 * count


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_answer_of_eight_years_is_due_when_counting_by_hand_says(country: str) -> None:
    calendar, zone = builtin_calendar(country), COUNTRIES[country]
    day, seen = date(YEARS[0], 1, 1), set()
    while day.year in YEARS:
        for clock in TIMES:
            answered = datetime.combine(day, clock, zone)
            due = calendar.due_business_days(answered, CALL_WITHIN_DAYS)
            assert due == naive_due(calendar, zone, answered), answered
            assert due > answered
            seen.add(due.astimezone(zone).strftime("%H:%M %z"))
        day += DAY
    # Long and short days, in winter and in summer, are among them.
    assert len({moment[:5] for moment in seen}) >= 2
    assert {moment[6:] for moment in seen} == {"+0100", "+0200"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_in_the_hours_when_the_clock_is_set_the_days_are_counted_as_ever(country: str) -> None:
    calendar, zone = builtin_calendar(country), COUNTRIES[country]
    for year in YEARS:
        for month in (3, 10):
            last = date(year, month, 31)
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            at = datetime.combine(sunday, time(), zone).astimezone(UTC) - DAY
            for quarter in range(3 * 24 * 4):
                answered = at + quarter * timedelta(minutes=15)
                assert calendar.due_business_days(answered, CALL_WITHIN_DAYS) == naive_due(calendar, zone, answered)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_left_of_the_clock_is_what_is_open_until_then(country: str) -> None:
    calendar, zone = builtin_calendar(country), COUNTRIES[country]
    dice = Random(country)  # noqa: S311 - the same days each time
    # The days around Christmas, Easter and both changes of the clock, and any others.
    days = [date(2026, 12, 22), date(2026, 3, 31), date(2026, 3, 27), date(2026, 10, 23)]
    days += [date(2026, 1, 1) + dice.randrange(365) * DAY for _ in range(6)]
    for day in days:
        answered = datetime.combine(day, time(dice.randrange(24), dice.randrange(60)), zone).astimezone(UTC)
        due = calendar.due_business_days(answered, CALL_WITHIN_DAYS)
        assert calendar.elapsed(answered, due) == naive_open(calendar, zone, answered, due)


@pytest.mark.parametrize("slug", ["nordsoft", "lonhuset"])
def test_a_call_has_this_clock(request: pytest.FixtureRequest, slug: str) -> None:
    cast: Cast = request.getfixturevalue(slug)
    zone = ZoneInfo(cast.tenant.zone)
    calendar = builtin_calendar("SE" if slug == "nordsoft" else "DK")
    with tenant_context(cast.tenant.pk):
        for answered in (datetime(2026, 3, 27, 20, 15, tzinfo=UTC), datetime(2026, 10, 23, 7, 30, tzinfo=UTC)):
            call = FollowUp.objects.get(answer=answer(cast, 3, now=answered))
            assert call.due_at == naive_due(calendar, zone, answered)
            clock = call_of(call, calendar=calendar, now=answered, zone=zone).clock
            assert clock.state == "ok"
            late = call_of(call, calendar=calendar, now=call.due_at + MINUTE, zone=zone).clock
            assert late.state == "over"
