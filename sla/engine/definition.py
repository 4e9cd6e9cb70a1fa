"""What a tenant says about its opening hours; compile it to count with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sla.engine.errors import CalendarError
from sla.engine.openings import DAY_MINUTES, Openings, check_openings
from sla.engine.reasons import ALSO_CLOSED, CLOSED_DAY, EXCEPTION, HOLIDAY, SHORT_DAY, WEEKEND, Reason
from sla.engine.zones import zone_table

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DatedException(NamedTuple):
    """The hours of one date, instead of everything else that is said about it. No openings: closed."""

    openings: Openings
    note: str


class DayPlan(NamedTuple):
    """The openings of one local date, and why it is closed or not as the week (None: an ordinary working day)."""

    date: date
    openings: Openings
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class CalendarDefinition:
    """Opening hours as local wall-clock time in `zone` (domain, Opening hours).

    `week` has openings per weekday (0 is Monday); a missing weekday is closed. `day_before` are the hours of a working
    weekday whose next day is a holiday (not an also-closed day); empty: such a day is like any other. Precedence: dated
    exception > holiday or also closed > day before a holiday > week. Openings are minutes of the day, `[open, close)`;
    1440 is 24:00, and an opening past midnight closes above that and belongs to the day it starts on.

    CalendarError: `unknown_zone`, `bad_weekday`, `bad_time`, `ends_before_start`, `overlapping`, `never_opens`.
    """

    zone: str
    week: Mapping[int, Openings]
    holidays: Mapping[date, str] = field(default_factory=dict)
    also_closed: Mapping[date, str] = field(default_factory=dict)
    day_before: Openings = ()
    exceptions: Mapping[date, DatedException] = field(default_factory=dict)

    def __post_init__(self) -> None:
        zone_table(self.zone)
        if not set(self.week) <= set(range(7)):
            raise CalendarError("bad_weekday", "A weekday is a number from 0 (Monday) to 6 (Sunday).")
        week = {day: check_openings(self.week[day], WEEKDAYS[day]) for day in sorted(self.week) if self.week[day]}
        _check_nights(week)
        exceptions = {
            day: DatedException(check_openings(openings, day.isoformat()), note)
            for day, (openings, note) in sorted(self.exceptions.items())
        }
        if not week and not any(exception.openings for exception in exceptions.values()):
            raise CalendarError("never_opens", "The calendar never opens.")
        object.__setattr__(self, "week", week)
        object.__setattr__(self, "day_before", check_openings(self.day_before, "The day before a holiday"))
        object.__setattr__(self, "exceptions", exceptions)

    def day(self, day: date) -> DayPlan:
        """The plan of one local date. This is where the precedence is decided, and nowhere else."""
        if (exception := self.exceptions.get(day)) is not None:
            return DayPlan(day, exception.openings, Reason(EXCEPTION, exception.note))
        return self.day_without_exception(day)

    def day_without_exception(self, day: date) -> DayPlan:
        """The plan of one local date as it would be without its dated exception."""
        if (name := self.holidays.get(day)) is not None:
            return DayPlan(day, (), Reason(HOLIDAY, name))
        if (name := self.also_closed.get(day)) is not None:
            return DayPlan(day, (), Reason(ALSO_CLOSED, name))
        weekday = day.weekday()
        openings = self.week.get(weekday, ())
        if not openings:
            return DayPlan(day, (), Reason(WEEKEND if weekday >= 5 else CLOSED_DAY))
        if self.day_before and day < date.max and (name := self.holidays.get(day + timedelta(days=1))) is not None:
            return DayPlan(day, self.day_before, Reason(SHORT_DAY, name))
        return DayPlan(day, openings, None)

    @classmethod
    def from_json(cls, data: object) -> "CalendarDefinition":
        """Read what `to_json` wrote. Errors: those of the class, and `bad_shape`, `bad_date`."""
        from sla.engine.definition_json import read

        return read(data)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON with times as HH:MM and dates as ISO, in a fixed order: equal definitions give equal text."""
        from sla.engine.definition_json import write

        return write(self)


def _check_nights(week: Mapping[int, Openings]) -> None:
    """An opening past midnight must not run into the next weekday's."""
    for weekday, openings in week.items():
        following = week.get((weekday + 1) % 7)
        if following and openings[-1][1] - DAY_MINUTES > following[0][0]:
            raise CalendarError("overlapping", f"{WEEKDAYS[weekday]} night runs into the next day's opening.")
