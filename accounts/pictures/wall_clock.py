"""Instants as hours on the wall clock of one day, which is what the pictures measure."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

Span = tuple[datetime, datetime]


def hour_of(instant: datetime, day: date, zone: tzinfo) -> float:
    """Wall-clock hours since the day's midnight, 0 to 24, whatever daylight saving did."""
    there = instant.astimezone(zone)
    if there.date() != day:
        return 0.0 if there.date() < day else 24.0
    return there.hour + there.minute / 60 + there.second / 3600


def hours_on(spans: Iterable[Span], day: date, zone: tzinfo) -> list[tuple[float, float]]:
    """Give what of the spans lies on this day, in wall-clock hours."""
    cut = [(hour_of(start, day, zone), hour_of(end, day, zone)) for start, end in spans]
    return [(a, b) for a, b in cut if b > a]
