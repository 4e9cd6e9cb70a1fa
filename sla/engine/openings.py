"""One opening: minutes of the local day, half-open `[open, close)`."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from sla.engine.errors import CalendarError

Opening: TypeAlias = tuple[int, int]
Openings: TypeAlias = tuple[Opening, ...]

DAY_MINUTES = 1440
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})", re.ASCII)


def parse_time(value: object) -> int:
    """Minutes of the day from `"HH:MM"` or from minutes. `"24:00"` is midnight at the end of the day and
    `"30:00"` six in the morning of the next day. Error: `bad_time`.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[2]) > 59:
        raise CalendarError("bad_time", f"{value!r} is not a time of day written HH:MM.")
    return int(match[1]) * 60 + int(match[2])


def format_time(minutes: int) -> str:
    """`HH:MM`, the opposite of `parse_time`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def check_openings(openings: Sequence[Opening], where: str) -> Openings:
    """The openings of one day in order.

    An opening belongs to the day it starts on; one that runs past midnight closes above 24:00, at most 24 hours later.
    Errors: `bad_time`, `ends_before_start`, `overlapping`.
    """
    ordered = tuple(sorted((start, end) for start, end in openings))
    for start, end in ordered:
        if end <= start:
            raise CalendarError(
                "ends_before_start", f"{where}: {format_time(start)}–{format_time(end)} ends before it starts."
            )
        if not 0 <= start < DAY_MINUTES or end - start > DAY_MINUTES:
            raise CalendarError("bad_time", f"{where}: {format_time(start)}–{format_time(end)} is not within a day.")
    for (_, end), (start, _) in pairwise(ordered):
        if start < end:
            raise CalendarError("overlapping", f"{where}: two openings overlap at {format_time(start)}.")
    return ordered
