"""Many instants at once. numpy is imported with this module, and this module only when a batch is asked for.

Bisection misses the processor's cache at every step, so the opening is looked up: a table says which opening a cell of
about an hour begins in, and from there it is at most a few openings further.
"""

from array import array
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sla.engine.errors import EngineError
from sla.engine.instants import QUESTION_END, QUESTION_START, TABLE_END, TABLE_START, outside_horizon

Seconds: TypeAlias = NDArray[np.int64]
Index: TypeAlias = NDArray[np.intp]
Side: TypeAlias = Literal["left", "right"]

_CELL_BITS = 12  # 4096 seconds


class _Lookup:
    """For values from `first` to `last`: the index of the last key below (side left) or not above (side right)."""

    def __init__(self, keys: Seconds, first: int, last: int, side: Side) -> None:
        cells = np.arange(first, last + (1 << _CELL_BITS) + 1, 1 << _CELL_BITS)
        starts = np.searchsorted(keys, cells, side=side) - 1
        self.first, self.side = first, side
        self.starts = starts.astype(np.int32)
        self.steps = int(np.diff(starts).max())
        self.following: Seconds = np.append(keys, np.iinfo(np.int64).max)

    def index(self, values: Seconds) -> Index:
        """-1 where no key is."""
        index: Index = self.starts[(values - self.first) >> _CELL_BITS].astype(np.intp)
        for _ in range(self.steps):
            following = self.following[index + 1]
            index += following < values if self.side == "left" else following <= values
        return index


class BatchTables:
    """The arrays of a calendar and the look-ups into them: some 5 MB, kept with the calendar after the first batch."""

    def __init__(self, opens: "array[int]", closes: "array[int]", before: "array[int]") -> None:
        self.opens: Seconds = np.frombuffer(opens, dtype=np.int64)
        self.closes: Seconds = np.frombuffer(closes, dtype=np.int64)
        self.before: Seconds = np.frombuffer(before, dtype=np.int64)
        self.total = int(self.before[-1] + self.closes[-1] - self.opens[-1])
        self.by_instant = _Lookup(self.opens, TABLE_START, TABLE_END, "right")
        self.by_work = _Lookup(self.before, 0, self.total, "left")

    def elapsed(self, starts: Seconds, ends: Seconds) -> Seconds:
        """See BusinessCalendar.elapsed_batch."""
        ends, starts = _checked(ends), _checked(starts)
        return self._worked(ends, self.by_instant.index(ends)) - self._worked(starts, self.by_instant.index(starts))

    def due(self, starts: Seconds, seconds: int | Seconds) -> Seconds:
        """See BusinessCalendar.due_batch."""
        begin, target = np.broadcast_arrays(_checked(starts), np.asarray(seconds))
        if (target < 0).any():
            raise EngineError("negative_target", "A target cannot be negative.")
        if (target > self.total).any():
            raise outside_horizon()
        current = self.by_instant.index(begin)
        goal = self._worked(begin, current) + target.astype(np.int64)
        if (goal > self.total).any():
            raise outside_horizon()
        index = self.by_work.index(goal)
        due = self.opens[index] + (goal - self.before[index])
        return due if (target > 0).all() else np.where(target > 0, due, self._first_open(begin, current))

    def _first_open(self, instants: Seconds, index: Index) -> Seconds:
        closed = (index < 0) | (instants >= self.closes[index])
        following = index + closed
        if (following == len(self.opens)).any():
            raise outside_horizon()
        return np.maximum(instants, self.opens[following])

    def _worked(self, instants: Seconds, index: Index) -> Seconds:
        worked = np.minimum(instants, self.closes[index]) - self.opens[index] + self.before[index]
        return worked if (index >= 0).all() else np.where(index >= 0, worked, 0)


def _checked(instants: Seconds) -> Seconds:
    checked = np.asarray(instants, dtype=np.int64)
    if checked.size and (checked.min() < QUESTION_START or checked.max() >= QUESTION_END):
        raise outside_horizon()
    return checked
