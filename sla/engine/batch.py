"""Many instants at once. numpy is imported with this module, and this module only when a batch is asked for."""

from array import array
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sla.engine.errors import EngineError
from sla.engine.instants import QUESTION_END, QUESTION_START, outside_horizon

Seconds: TypeAlias = NDArray[np.int64]


def elapsed_batch(
    opens: "array[int]", closes: "array[int]", before: "array[int]", starts: Seconds, ends: Seconds
) -> Seconds:
    """See BusinessCalendar.elapsed_batch."""
    tables = _view(opens), _view(closes), _view(before)
    worked: Seconds = _worked(*tables, _checked(ends)) - _worked(*tables, _checked(starts))
    return worked


def due_batch(
    opens: "array[int]", closes: "array[int]", before: "array[int]", starts: Seconds, seconds: int | Seconds
) -> Seconds:
    """See BusinessCalendar.due_batch."""
    open_, close, before_ = _view(opens), _view(closes), _view(before)
    begin, target = np.broadcast_arrays(_checked(starts), np.asarray(seconds, dtype=np.int64))
    if (target < 0).any():
        raise EngineError("negative_target", "A target cannot be negative.")
    goal = _worked(open_, close, before_, begin) + target
    index = np.where(
        target == 0, np.searchsorted(close, begin, side="right"), np.searchsorted(before_, goal, side="left") - 1
    )
    # Only the last opening can be too short: everywhere else the next one's `before` is the bound.
    if (index >= len(open_)).any():
        raise outside_horizon()
    due = np.where(target == 0, np.maximum(begin, open_[index]), open_[index] + goal - before_[index])
    if (due > close[index]).any():
        raise outside_horizon()
    result: Seconds = due.astype(np.int64, copy=False)
    return result


def _view(table: "array[int]") -> Seconds:
    return np.frombuffer(table, dtype=np.int64)


def _checked(instants: Seconds) -> Seconds:
    array_ = np.asarray(instants, dtype=np.int64)
    if array_.size and (array_.min() < QUESTION_START or array_.max() >= QUESTION_END):
        raise outside_horizon()
    return array_


def _worked(opens: Seconds, closes: Seconds, before: Seconds, instants: Seconds) -> Seconds:
    index = np.searchsorted(opens, instants, side="right") - 1
    known = np.maximum(index, 0)
    worked = before[known] + np.minimum(instants, closes[known]) - opens[known]
    result: Seconds = np.where(index < 0, np.int64(0), worked)
    return result
