"""Instants as hours on the wall clock of one day, which is what the pictures measure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

Span = tuple[datetime, datetime]


def hour_of(instant: datetime, day: date, zone: tzinfo) -> float:
    """Wall-clock hours since the day's midnight, 0 to 24, whatever daylight saving did."""
    there = instant.astimezone(zone)
    if there.date() != day:
        return 0.0 if there.date() < day else 24.0
    return there.hour + there.minute / 60 + there.second / 3600


def hours_on(spans: Iterable[Span], day: date, zone: tzinfo) -> list[tuple[float, float]]:
    """Give what of the spans lies on this day, in wall-clock hours."""
    # Most spans of a long picture are of other days: the day's own ends tell so sooner than the wall clock.
    begins, ends = _ends_of(day, zone)
    cut = [(hour_of(a, day, zone), hour_of(b, day, zone)) for a, b in spans if a < ends and b > begins]
    return [(a, b) for a, b in cut if b > a]


@lru_cache(maxsize=64)
def _ends_of(day: date, zone: tzinfo) -> Span:
    begins, ends = (datetime.combine(day + timedelta(n), time(), zone).astimezone(UTC) for n in (0, 1))
    return begins, ends
