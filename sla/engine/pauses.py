"""Stretches in which a clock does not run although the calendar is open."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sla.engine.errors import EngineError
from sla.engine.instants import TABLE_END, to_seconds


class Pause(NamedTuple):
    """`[start, end)`; no end: it still lasts. `by` is who paused, for the ledger."""

    start: datetime
    end: datetime | None
    by: str = ""


def pause_spans(pauses: Iterable[Pause]) -> list[tuple[int, int, str]]:
    """Pauses as seconds, in order and without overlap: where two overlap, the earlier one has the time.

    A pause without end reaches to the end of the tables. Error: `reversed_interval`.
    """
    spans: list[tuple[int, int, str]] = []
    reached = -TABLE_END
    for start, end, by in sorted((_span(pause) for pause in pauses), key=lambda span: span[:2]):
        if end > max(start, reached):
            spans.append((max(start, reached), end, by))
            reached = end
    return spans


def _span(pause: Pause) -> tuple[int, int, str]:
    start = to_seconds(pause.start)
    end = TABLE_END if pause.end is None else to_seconds(pause.end)
    if end < start:
        raise EngineError("reversed_interval", "A pause ends before it starts.")
    return start, end, pause.by
