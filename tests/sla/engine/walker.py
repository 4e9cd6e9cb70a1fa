"""A third engine: it knows of every single minute whether it is open, and adds minutes up. It shares no code with the
first; what a local date's hours are it asks the second (oracle.py).
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.sla.engine.oracle import Oracle

Numbers = NDArray[np.int64]
FIRST, LAST = date(2023, 7, 1), date(2029, 7, 1)
# Zones are turned on full and half hours only, so that their offset is asked for every quarter of an hour.
QUARTER = 15
DAY = 1440
EPOCH = date(1970, 1, 1)


class Walker:
    """Seconds since 1970 in and out, as arrays; from FIRST to LAST."""

    def __init__(self, definition: dict[str, Any]) -> None:
        oracle = Oracle(definition)
        self.first = (FIRST - EPOCH).days * DAY
        wall = np.zeros(((LAST - FIRST).days + 6) * DAY, dtype=bool)  # minutes of the wall clock, from two days before
        for number in range((LAST - FIRST).days + 4):
            for opens, closes in oracle.hours(FIRST + timedelta(days=number - 2)):
                wall[number * DAY + opens : number * DAY + closes] = True
        minutes = np.arange(self.first, (LAST - EPOCH).days * DAY)
        offsets = [
            int(datetime.fromtimestamp(minute * 60, oracle.zone).utcoffset().total_seconds()) // 60  # type: ignore[union-attr]
            for minute in minutes[::QUARTER].tolist()
        ]
        self.open = wall[minutes - self.first + 2 * DAY + np.repeat(offsets, QUARTER)]
        self.passed: Numbers = np.concatenate([[0], np.cumsum(self.open)]) * 60  # open seconds before each minute

    def worked(self, at: Numbers) -> Numbers:
        """Open seconds from FIRST to the instants."""
        minute = at // 60 - self.first
        return self.passed[minute] + at % 60 * self.open[minute]

    def elapsed(self, starts: Numbers, ends: Numbers) -> Numbers:
        """Open seconds between."""
        return self.worked(ends) - self.worked(starts)

    def due(self, starts: Numbers, targets: Numbers) -> Numbers:
        """The end of the second in which the target is reached; with nothing to count, the first open instant."""
        goal = self.worked(starts) + targets
        minute = np.searchsorted(self.passed, goal, side="left") - 1  # the first minute with the goal at its end
        due = (minute + self.first) * 60 + goal - self.passed[minute]
        return np.where(targets > 0, due, self.first_open(starts))

    def first_open(self, starts: Numbers) -> Numbers:
        """The first open instant at or after each."""
        minute = starts // 60 - self.first
        opens = np.flatnonzero(self.open)
        following = opens[np.searchsorted(opens, minute)]
        return np.where(self.open[minute], starts, (following + self.first) * 60)

    def is_open(self, at: Numbers) -> NDArray[np.bool_]:
        """Whether each instant is open."""
        return self.open[at // 60 - self.first]


def seconds(day: date) -> int:
    """Midnight in UTC at the beginning of a date."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
