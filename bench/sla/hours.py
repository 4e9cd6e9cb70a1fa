"""The hours that more than one engine can express, each said to all of them."""

from collections.abc import Iterator
from datetime import date, time
from zoneinfo import ZoneInfo

from workclock import Break, Holidays, Schedule, WorkDay

from bench.sla.engines import Engine, bizcal, plain_definition, workclock, workclock_schedule
from sla.engine import BusinessCalendar, CalendarDefinition, Openings, always_open, compile_calendar

Hours = tuple[str, BusinessCalendar, list[Engine]]


def all_hours() -> Iterator[Hours]:
    """Give the calendar of this house and the engines to compare with."""
    plain = plain_definition()
    yield _hours("office hours", plain, workclock_schedule(sorted(plain.holidays)))
    yield _hours(
        "the afternoon in Kathmandu",
        CalendarDefinition("Asia/Kathmandu", dict.fromkeys((6, 0, 1, 2, 3, 4), ((585, 1035),))),
        Schedule([WorkDay(time(9, 45), time(17, 15), days=[6, 0, 1, 2, 3, 4])], time_zone=ZoneInfo("Asia/Kathmandu")),
    )
    eve, parts = date(2026, 12, 24), ((420, 600), (660, 900), (960, 1200))
    yield _hours(
        "three openings a day in New York",
        CalendarDefinition("America/New_York", dict.fromkeys(range(7), parts), holidays={eve: ""}),
        Schedule(
            [
                WorkDay(time(7), time(20), days=range(7)),
                Break(time(10), time(11), days=range(7)),
                Break(time(15), time(16), days=range(7)),
                Holidays([eve]),
            ],
            time_zone=ZoneInfo("America/New_York"),
        ),
    )
    yield _hours(
        "round the clock",
        always_open("Europe/Stockholm").definition,
        Schedule([WorkDay(time(0), time(0), days=range(7))], time_zone=ZoneInfo("Europe/Stockholm")),
    )
    small: Openings = ((60, 300),)
    yield _hours(
        "the small hours, in which the clock is turned",
        CalendarDefinition("Europe/Stockholm", dict.fromkeys(range(7), small)),
        Schedule([WorkDay(time(1), time(5), days=range(7))], time_zone=ZoneInfo("Europe/Stockholm")),
    )


def _hours(name: str, definition: CalendarDefinition, schedule: Schedule) -> Hours:
    return name, compile_calendar(definition), [workclock(schedule), bizcal(definition)]
