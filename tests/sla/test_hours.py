"""Whether support is open, in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.tenancy.context import tenant_context
from sla.builtin import builtin_calendar
from sla.calendars import round_the_clock
from sla.hours import HoursNow, hours_now, support_calendar
from sla.models import CalendarVersion, Policy
from tests.cast import Cast

STOCKHOLM, COPENHAGEN = ZoneInfo("Europe/Stockholm"), ZoneInfo("Europe/Copenhagen")


def at(text: str, zone: ZoneInfo = STOCKHOLM, language: str = "en") -> HoursNow:
    calendar = builtin_calendar("SE" if zone is STOCKHOLM else "DK")
    with translation.override(language):
        return hours_now(calendar, datetime.fromisoformat(text).replace(tzinfo=zone), zone)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2026-03-02 07:59", "Closed · opens 08:00"),
        ("2026-03-02 08:00", "Open until 17:00 · lunch 12–13"),
        ("2026-03-02 12:00", "Closed for lunch · opens 13:00"),
        ("2026-03-02 13:00", "Open until 17:00"),
        ("2026-03-02 17:00", "Closed · opens Tuesday 08:00"),
        ("2026-03-06 17:00", "Closed · opens Monday 08:00"),
        ("2026-04-30 12:30", "Open until 13:00"),
        ("2026-04-30 14:10", "Closed · opens Monday 08:00"),
        ("2026-12-23 17:00", "Closed · opens Monday 08:00"),
    ],
)
def test_it_says_what_matters_now(when: str, text: str) -> None:
    assert at(when).text == text


def test_instants_stand_beside_the_words() -> None:
    morning, night = at("2026-03-02 09:00"), at("2026-03-02 20:00")
    assert (morning.is_open, morning.opens_at) == (True, None)
    assert morning.closes_at == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert (night.is_open, night.closes_at) == (False, None)
    assert night.opens_at == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_the_days_ahead_say_why_they_differ() -> None:
    lines = [(line.day, line.hours, line.why) for line in at("2026-04-29 09:00").days]
    assert lines == [
        ("Today", "08–12 and 13–17", ""),
        ("Tomorrow", "08–13", "the day before Första maj"),
        ("Friday 1 May", "closed", "Första maj"),
    ]


def test_danish_hours_are_written_the_danish_way() -> None:
    friday = at("2026-03-06 09:00", COPENHAGEN, "da")
    assert friday.days[0].hours == "8.00–15.30"
    assert at("2026-03-02 09:00", COPENHAGEN, "da").days[0].hours == "8–16"


def test_a_calendar_that_never_closes_says_so() -> None:
    now = datetime(2026, 3, 7, 23, tzinfo=UTC)
    with translation.override("en"):
        hours = hours_now(round_the_clock("Europe/Stockholm"), now, STOCKHOLM)
    assert (hours.is_open, hours.text, hours.closes_at) == (True, "Open round the clock", None)
    assert hours.days[0].hours == "00–24"


def test_the_calendar_is_looked_up_once_a_minute(
    nordsoft: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        first = support_calendar()
    with django_assert_num_queries(0):
        assert support_calendar() is first
    later = CalendarVersion(
        calendar=nordsoft.calendar, number=2, definition={"builtin": "DK"}, created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    later.save()
    cache.clear()  # as after a minute
    assert support_calendar() is builtin_calendar("DK")


def test_each_tenant_has_its_own_and_one_without_policy_none(nordsoft: Cast, lonhuset: Cast) -> None:
    assert support_calendar() is builtin_calendar("SE")
    with tenant_context(lonhuset.tenant.pk):
        assert support_calendar() is builtin_calendar("DK")
    Policy.objects.update(is_default=False)
    cache.clear()
    assert support_calendar() is None
