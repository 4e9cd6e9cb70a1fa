"""Broken promises by weekday and hour."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sla.engine import BusinessCalendar

# A deadline may fall on closing time itself; the hour it belongs to is the one that ends with it.
LAST_SECOND = timedelta(seconds=1)
Cell = tuple[int, int]


@dataclass(frozen=True)
class BreachHours:
    """Counts by (weekday, hour), 0 is Monday. `days` and `hours` span the opening hours and every breach."""

    counts: Counter[Cell]
    closed: frozenset[Cell]
    days: list[int]
    hours: list[int]

    @property
    def total(self) -> int:
        """Give the number of broken promises."""
        return self.counts.total()

    @property
    def worst(self) -> Cell | None:
        """Give the weekday and hour with the most, the earliest of equals; None without any."""
        return min(self.counts, key=lambda cell: (-self.counts[cell], cell)) if self.counts else None

    def of_day(self, day: int) -> int:
        """Give a weekday's sum."""
        return sum(count for (there, _hour), count in self.counts.items() if there == day)

    def of_hour(self, hour: int) -> int:
        """Give an hour's sum."""
        return sum(count for (_day, there), count in self.counts.items() if there == hour)


def hours_of(counts: Counter[Cell], calendar: BusinessCalendar | None) -> BreachHours:
    """Give the counts with the days and hours to show, and those in which `calendar` never opens."""
    opened = open_hours(calendar) if calendar else set()
    shown = opened | set(counts)
    days = sorted({day for day, _hour in shown} | set(range(5)))
    span = [hour for _day, hour in shown] or [8, 16]
    hours = list(range(min(span), max(span) + 1))
    closed = frozenset((day, hour) for day in days for hour in hours if (day, hour) not in opened) if calendar else ()
    return BreachHours(counts, frozenset(closed), days, hours)


def open_hours(calendar: BusinessCalendar) -> set[Cell]:
    """Give the hours of an ordinary week in which the calendar is open at some time."""
    return {
        ((day + hour // 24) % 7, hour % 24)
        for day, openings in calendar.definition.week.items()
        for opens, closes in openings
        for hour in range(opens // 60, (closes + 59) // 60)
    }
