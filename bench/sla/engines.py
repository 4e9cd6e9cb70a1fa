"""The same opening hours for three engines: Swedish office hours with the public holidays, no short days.

Neither of the other two can say "08–13 before a holiday", so that none of the three gets to do it where they are
compared. Both get the holidays as they like them best: as plain dates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django_bizcal import WorkingCalendar
from django_bizcal.providers import SetHolidayProvider
from workclock import Break, Holidays, Schedule, WorkDay

from sla.builtin import builtin_definition
from sla.engine import BusinessCalendar, CalendarDefinition, compile_calendar, format_time
from sla.engine.openings import DAY_MINUTES

ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class Engine:
    """One engine's two questions, with aware datetimes in and out."""

    name: str
    due: Callable[[datetime, timedelta], datetime]
    elapsed: Callable[[datetime, datetime], Any]


def plain_definition() -> CalendarDefinition:
    """Give SE without its short days; the also-closed days are holidays like the others."""
    full = builtin_definition("SE")
    return CalendarDefinition(full.zone, full.week, holidays={**full.also_closed, **full.holidays})


def ours(calendar: BusinessCalendar) -> Engine:
    """Give this house's engine."""

    def due(start: datetime, target: timedelta) -> datetime:
        return calendar.due(start, seconds=target.days * 86_400 + target.seconds)

    return Engine("sla.engine", due, calendar.elapsed)


def workclock_schedule(holidays: list[date]) -> Schedule:
    """Give the hours as workclock's."""
    return Schedule([WorkDay(time(8), time(17)), Break(time(12), time(13)), Holidays(holidays)], time_zone=ZONE)


def workclock(schedule: Schedule) -> Engine:
    """Give workclock's engine."""
    return Engine("workclock", schedule.add, schedule.between)


def bizcal(definition: CalendarDefinition) -> Engine:
    """Give django-bizcal's engine; the hours are without short days and exceptions."""
    if not settings.configured:
        settings.configure(USE_TZ=True)  # django-bizcal reads Django's settings
    working = WorkingCalendar(
        tz=ZoneInfo(definition.zone),
        weekly_schedule={
            day: [(format_time(a), format_time(b % DAY_MINUTES), b // DAY_MINUTES) for a, b in openings]
            for day, openings in definition.week.items()
        },
        holiday_provider=SetHolidayProvider.from_dates(definition.holidays),
    )
    return Engine("django-bizcal", working.add_business_time, working.business_time_between)


def all_engines() -> list[Engine]:
    """Give the three, ready to be asked."""
    definition = plain_definition()
    schedule = workclock_schedule(sorted(definition.holidays))
    return [ours(compile_calendar(definition)), workclock(schedule), bizcal(definition)]
