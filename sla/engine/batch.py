"""Many instants at once. numpy is imported with this module, and this module only when a batch is asked for.

Bisection misses the processor's cache at every step, so the opening is looked up: a table says which opening a cell of
about an hour begins in, and from there it is at most a few openings further. A batch is counted in pieces so small
that what lies between two steps stays in the cache.
"""

from array import array
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sla.engine.errors import EngineError
from sla.engine.instants import QUESTION_END, QUESTION_START, TABLE_END, TABLE_START, outside_horizon

Seconds: TypeAlias = NDArray[np.int64]
Side: TypeAlias = Literal["left", "right"]

_CELL_BITS = 12  # 4096 seconds
_PIECE = 1 << 15
_NEVER = np.iinfo(np.int64).max


class _Lookup:
    """For values from `first` to `last`: how many keys lie below (side left) or not above (side right)."""

    def __init__(self, keys: Seconds, first: int, last: int, side: Side) -> None:
        cells = np.arange(first, last + (1 << _CELL_BITS) + 1, 1 << _CELL_BITS)
        self.first, self.side = first, side
        self.starts: Seconds = np.searchsorted(keys, cells, side=side).astype(np.int64)
        self.steps = int(np.diff(self.starts).max())
        self.following: Seconds = np.append(keys, _NEVER)

    def count(self, values: Seconds) -> Seconds:
        """Never more than there are keys. The values are within the table, so nothing is clipped: clip is faster."""
        count = self.starts.take((values - self.first) >> _CELL_BITS, mode="clip")
        for _ in range(self.steps):
            following = self.following.take(count, mode="clip")
            count += following < values if self.side == "left" else following <= values
        return count


class BatchTables:
    """The arrays of a calendar and the look-ups into them: some 9 MB, kept with the calendar after the first batch.

    See sla.engine.compiler.Tables.
    """

    def __init__(
        self,
        opens: "array[int]",
        closes: "array[int]",
        before: "array[int]",
        behind: "array[int]",
        worked: "array[int]",
    ) -> None:
        self.opens, self.closes = _numbers(opens), _numbers(closes)
        self.behind, self.worked = _numbers(behind), _numbers(worked)
        self.total = worked[-1]
        self.by_instant = _Lookup(self.opens, TABLE_START, TABLE_END, "right")
        self.by_work = _Lookup(_numbers(before), 0, self.total, "left")

    def elapsed(self, starts: Seconds, ends: Seconds) -> Seconds:
        """See BusinessCalendar.elapsed_batch."""
        return _in_pieces(self._elapsed, np.asarray(starts), np.asarray(ends))

    def due(self, starts: Seconds, seconds: int | Seconds) -> Seconds:
        """See BusinessCalendar.due_batch."""
        return _in_pieces(self._due, np.asarray(starts), np.asarray(seconds))

    def _elapsed(self, starts: Seconds, ends: Seconds) -> Seconds:
        begin, end = _checked(starts), _checked(ends)
        return self._worked(end, self.by_instant.count(end)) - self._worked(begin, self.by_instant.count(begin))

    def _due(self, starts: Seconds, seconds: Seconds) -> Seconds:
        begin = _checked(starts)
        smallest = seconds.min()
        if smallest < 0:
            raise EngineError("negative_target", "A target cannot be negative.")
        if seconds.max() > self.total:
            raise outside_horizon()
        number = self.by_instant.count(begin)
        goal = self._worked(begin, number) + seconds.astype(np.int64)
        if goal.max() > self.total:
            raise outside_horizon()
        due: Seconds = goal + self.behind.take(self.by_work.count(goal), mode="clip")
        if smallest == 0:
            due = np.where(seconds > 0, due, self._first_open(begin, number, seconds == 0))
        return due

    def _worked(self, instants: Seconds, number: Seconds) -> Seconds:
        worked: Seconds = np.minimum(
            instants - self.behind.take(number, mode="clip"), self.worked.take(number, mode="clip")
        )
        return worked

    def _first_open(self, instants: Seconds, number: Seconds, asked: NDArray[np.bool_]) -> Seconds:
        closed = (number == 0) | (instants >= self.closes.take(number - 1, mode="clip"))
        following = number - 1 + closed
        if (asked & (following == len(self.opens))).any():
            raise outside_horizon()
        first: Seconds = np.maximum(instants, self.opens.take(following, mode="clip"))
        return first


def _numbers(column: "array[int]") -> Seconds:
    return np.frombuffer(column, dtype=np.int64)


def _in_pieces(count: Callable[[Seconds, Any], Seconds], first: Any, second: Any) -> Seconds:
    """`count` piece by piece, for arrays of one dimension; a single number goes with every instant."""
    shape = np.broadcast_shapes(first.shape, second.shape)
    first = np.broadcast_to(first, shape)
    answer: Seconds = np.empty(shape, dtype=np.int64)
    for start in range(0, len(answer), _PIECE):
        piece = slice(start, start + _PIECE)
        answer[piece] = count(first[piece], second[piece] if second.ndim else second)
    return answer


def _checked(instants: Seconds) -> Seconds:
    checked = instants.astype(np.int64, copy=False)
    if checked.min() < QUESTION_START or checked.max() >= QUESTION_END:
        raise outside_horizon()
    return checked
