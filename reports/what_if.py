"""Start clocks counted again under other terms, all in one batch. numpy and the SLA engine; knows no Django.

A start clock never pauses, so that when it began, when it stopped and its terms are all there is to know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sla.engine import BusinessCalendar

Numbers: TypeAlias = NDArray[np.int64]
NOTHING = -1  # stands for NULL
UNDECIDED, MET, BREACHED = range(3)
Terms = tuple[int, bool]  # the calendar version it was counted with, and whether round-the-clock cover applied


class Clocks(NamedTuple):
    """A column each, one entry a clock. Instants and targets in seconds; `severity` is a number of the caller's."""

    pk: Numbers
    customer: Numbers
    severity: Numbers
    version: Numbers
    covered: Numbers
    target: Numbers  # NOTHING: counted in working days
    days: Numbers
    started: Numbers
    due: Numbers
    stopped: Numbers  # NOTHING: still runs

    @classmethod
    def of(cls, rows: Sequence[Iterable[int]]) -> "Clocks":
        """Read rows whose values stand in the order of the columns."""
        width = len(cls._fields)
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * width)
        return cls(*np.ascontiguousarray(flat.reshape(-1, width).T))

    def terms(self) -> list[Terms]:
        """Give the pairs of version and cover that occur."""
        return sorted({(key // 2, bool(key % 2)) for key in np.unique(self.version * 2 + self.covered).tolist()})


@dataclass(frozen=True)
class Change:
    """Other targets by severity, in open seconds, and the calendar for each pair of terms. Empty: as it was."""

    targets: Mapping[int, int] = field(default_factory=dict)
    calendars: Mapping[Terms, BusinessCalendar] = field(default_factory=dict)
    other_calendar: bool = False


def due_under(change: Change, clocks: Clocks) -> Numbers:
    """Give the deadlines under the change. EngineError `outside_horizon` where one would fall after 2100."""
    targets = clocks.target.copy()
    for severity, seconds in change.targets.items():
        targets[clocks.severity == severity] = seconds
    touched = (targets != clocks.target) | change.other_calendar
    due = clocks.due.copy()
    for terms, calendar in change.calendars.items():
        here = touched & (clocks.version == terms[0]) & (clocks.covered == terms[1])
        timed, by_days = here & (targets != NOTHING), np.flatnonzero(here & (targets == NOTHING))
        due[timed] = calendar.due_batch(clocks.started[timed], targets[timed])
        for row in by_days:
            start = datetime.fromtimestamp(int(clocks.started[row]), UTC)
            due[row] = int(calendar.due_business_days(start, int(clocks.days[row])).timestamp())
    return due


def outcomes(clocks: Clocks, due: Numbers, now: int) -> Numbers:
    """Say of each clock how it would stand at `now` with these deadlines: MET, BREACHED or UNDECIDED."""
    runs = clocks.stopped == NOTHING
    late = np.where(runs, due < now, clocks.stopped > due)
    return np.where(late, BREACHED, np.where(runs, UNDECIDED, MET))


def count(groups: Numbers, outcome: Numbers) -> dict[int, tuple[int, int]]:
    """Count met and breached by group."""
    names, numbers = np.unique(groups, return_inverse=True)
    met = np.bincount(numbers, weights=outcome == MET, minlength=len(names))
    breached = np.bincount(numbers, weights=outcome == BREACHED, minlength=len(names))
    return {name: (int(a), int(b)) for name, a, b in zip(names.tolist(), met, breached, strict=True)}
