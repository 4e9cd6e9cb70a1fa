"""Clocks counted again under other terms, all in one batch. numpy and the SLA engine; knows no Django.

When a clock began and stopped and when it stood still do not depend on its terms: they come from the ticket's events.
So the terms are all that is exchanged (tickets/clocks/replay.py, ClockState, says the same of one clock).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sla.engine import BusinessCalendar
from sla.engine.instants import DAY

Numbers: TypeAlias = NDArray[np.int64]
NOTHING = -1  # stands for NULL
UNDECIDED, MET, BREACHED = range(3)
Terms = tuple[int, bool]  # the calendar version it was counted with, and whether round-the-clock cover applied
_MOST_DAYS = 1 << 16


class Clocks(NamedTuple):
    """A column each, one entry a clock, in no order. Instants and targets are in seconds.

    What is named elsewhere, metric and severity too, is a number of the caller's.
    """

    pk: Numbers
    ticket: Numbers
    customer: Numbers
    metric: Numbers
    sequence: Numbers
    severity: Numbers
    version: Numbers
    covered: Numbers
    dropped: Numbers
    target: Numbers  # NOTHING: counted in working days
    days: Numbers
    started: Numbers
    due: Numbers
    stopped: Numbers  # NOTHING: still runs
    paused: Numbers  # since when it stands still; NOTHING: it does not

    def terms(self) -> list[Terms]:
        """Give the pairs of version and cover that occur."""
        return sorted({(key // 2, bool(key % 2)) for key in np.unique(self.version * 2 + self.covered).tolist()})


class Pauses(NamedTuple):
    """The pauses that have ended: of each clock so many, from a position in the columns on, in the order of time.

    They do not overlap and begin with their clock at the earliest.
    """

    first: Numbers
    number: Numbers
    start: Numbers
    end: Numbers

    @classmethod
    def of(cls, size: int, clock: Numbers, start: Numbers, end: Numbers) -> "Pauses":
        """Sort the pauses of `size` clocks; `clock` is each pause's position among them."""
        order = np.lexsort((start, clock))
        number = np.bincount(clock, minlength=size).astype(np.int64)
        return cls(np.cumsum(number) - number, number, start[order], end[order])


class Target(NamedTuple):
    """Open seconds, or working days to closing time; NOTHING in the one that does not count."""

    seconds: int = NOTHING
    days: int = NOTHING


@dataclass(frozen=True)
class Change:
    """Other targets by severity and metric, and the calendar for each pair of terms. Empty: as it was."""

    targets: Mapping[tuple[int, int], Target] = field(default_factory=dict)
    calendars: Mapping[Terms, BusinessCalendar] = field(default_factory=dict)
    other_calendar: bool = False


def due_under(change: Change, clocks: Clocks, pauses: Pauses) -> Numbers:
    """Give the deadlines under the change. EngineError `outside_horizon` where one would fall after 2100."""
    target, days = clocks.target.copy(), clocks.days.copy()
    touched = np.full(len(target), change.other_calendar)
    for (severity, metric), other in change.targets.items():
        here = (clocks.severity == severity) & (clocks.metric == metric)
        target[here], days[here] = other
        touched |= here
    due = clocks.due.copy()
    for (version, covered), calendar in change.calendars.items():
        rows = np.flatnonzero(touched & (clocks.version == version) & (clocks.covered == covered))
        started, promise = clocks.started[rows], target[rows]
        by_days = np.flatnonzero(promise == NOTHING)
        promise[by_days] = _until_closing(calendar, started[by_days], days[rows[by_days]])
        promise += _stood_still(calendar, started, promise, rows, pauses)
        due[rows] = calendar.due_batch(started, promise)
    return due


def _until_closing(calendar: BusinessCalendar, started: Numbers, days: Numbers) -> Numbers:
    """Give the open seconds until closing time of the n-th working day; asked once for each local day and number."""
    zone = calendar.zone
    offset = np.array(zone.offsets)[np.maximum(np.searchsorted(zone.starts, started, side="right") - 1, 0)]
    keys = (started + offset) // DAY * _MOST_DAYS + days
    _, sample, which = np.unique(keys, return_index=True, return_inverse=True)
    closings = [
        int(calendar.due_business_days(datetime.fromtimestamp(begin, UTC), number).timestamp())
        for begin, number in zip(started[sample].tolist(), days[sample].tolist(), strict=True)
    ]
    return calendar.elapsed_batch(started, np.array(closings, dtype=np.int64)[which])


def _stood_still(
    calendar: BusinessCalendar, started: Numbers, promise: Numbers, rows: Numbers, pauses: Pauses
) -> Numbers:
    """Give the open seconds of the pauses that began before the deadline (BusinessCalendar.due_with_pauses)."""
    still = np.zeros(len(rows), dtype=np.int64)
    going, rank = np.flatnonzero(pauses.number[rows]), 0
    while going.size:
        at = pauses.first[rows[going]] + rank
        paused_from = calendar.elapsed_batch(started[going], pauses.start[at])
        counts = paused_from < (promise + still)[going]
        going, at, paused_from = going[counts], at[counts], paused_from[counts]
        still[going] += calendar.elapsed_batch(started[going], pauses.end[at]) - paused_from
        rank += 1
        going = going[pauses.number[rows[going]] > rank]
    return still


def outcomes(clocks: Clocks, due: Numbers, dropped: Numbers, now: int) -> Numbers:
    """Say of each clock how it would stand at `now` with these deadlines: MET, BREACHED or UNDECIDED."""
    runs = clocks.stopped == NOTHING
    late = np.where(runs, due < np.where(clocks.paused == NOTHING, now, clocks.paused), clocks.stopped > due)
    decided = np.where(late, BREACHED, np.where(runs, UNDECIDED, MET))
    return np.where(dropped, UNDECIDED, decided)


def count(groups: Numbers, outcome: Numbers) -> dict[int, tuple[int, int]]:
    """Count met and breached by group."""
    names, numbers = np.unique(groups, return_inverse=True)
    met = np.bincount(numbers, weights=outcome == MET, minlength=len(names))
    breached = np.bincount(numbers, weights=outcome == BREACHED, minlength=len(names))
    return {name: (int(a), int(b)) for name, a, b in zip(names.tolist(), met, breached, strict=True)}
