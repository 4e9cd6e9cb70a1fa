"""From a definition to sorted arrays of UTC seconds (design, The SLA engine)."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from sla.engine.definition import CalendarDefinition
from sla.engine.errors import CalendarError
from sla.engine.instants import DAY, EPOCH_ORDINAL, TABLE_END, TABLE_FIRST_DAY, TABLE_LAST_DAY, TABLE_START
from sla.engine.openings import Openings
from sla.engine.zones import ZoneTable, zone_table

Span = tuple[int, int]
CELL_BITS = 16  # 65,536 seconds: a handful of openings


class Tables(NamedTuple):
    """`opens[i] <= t < closes[i]` is open, and `before[i]` open seconds lie before `opens[i]`.

    In `behind` and `worked` opening number n is the n-th, and number 0 the time before the first, in which nothing was
    open: how far the business clock is behind the other inside it, and what is worked when it ends.
    `open_cells` (of instants, from TABLE_START) and `work_cells` (of open seconds) say how many openings begin before
    each cell, so that a bisection need only look between one cell and the next.
    `working_days` are the ordinals of the local dates with an opening.
    """

    opens: "array[int]"
    closes: "array[int]"
    before: "array[int]"
    behind: "array[int]"
    worked: "array[int]"
    open_cells: "array[int]"
    work_cells: "array[int]"
    working_days: "array[int]"


def compile_tables(definition: CalendarDefinition) -> Tables:
    """The tables of the engine's whole horizon. Error: `never_opens`."""
    zone = zone_table(definition.zone)
    days = _working_days(definition)
    opens, closes = _to_utc(*_wall_spans(days), zone)
    if not opens:
        raise CalendarError("never_opens", "The calendar never opens.")
    worked = list(accumulate(map(sub, closes, opens), initial=0))
    before = worked[:-1]
    return Tables(
        opens=array("q", opens),
        closes=array("q", closes),
        before=array("q", before),
        behind=array("q", [TABLE_START, *map(sub, opens, before)]),
        worked=array("q", worked),
        open_cells=_cells(opens, TABLE_START, TABLE_END),
        work_cells=_cells(before, 0, worked[-1]),
        working_days=array("q", _without_skipped(days, zone)),
    )


def _cells(keys: list[int], first: int, last: int) -> "array[int]":
    counts = [0] * (((last - first) >> CELL_BITS) + 2)
    for key in keys:
        counts[((key - first) >> CELL_BITS) + 1] += 1
    return array("i", accumulate(counts))


def _working_days(definition: CalendarDefinition) -> list[tuple[int, Openings]]:
    """Ordinal and openings of every local date that has any; only dates with a say of their own are looked up."""
    week = [definition.week.get(weekday, ()) for weekday in range(7)]
    own = {day.toordinal() for names in (definition.holidays, definition.also_closed) for day in names}
    own |= {day.toordinal() - 1 for day in definition.holidays} | {day.toordinal() for day in definition.exceptions}
    days: list[tuple[int, Openings]] = []
    for ordinal in range(TABLE_FIRST_DAY, TABLE_LAST_DAY + 1):
        openings = definition.day(date.fromordinal(ordinal)).openings if ordinal in own else week[(ordinal + 6) % 7]
        if openings:
            days.append((ordinal, openings))
    return days


def _wall_spans(days: Iterable[tuple[int, Openings]]) -> tuple[list[int], list[int]]:
    """Where the openings start and end in seconds of the wall clock, counted from 1970 as if the clock were UTC.

    Touching and overlapping ones are one; an exception may overlap the night before it.
    """
    starts: list[int] = []
    ends: list[int] = []
    reached = TABLE_START - DAY
    for ordinal, openings in days:
        midnight = (ordinal - EPOCH_ORDINAL) * DAY
        for start, end in openings:
            opens, closes = midnight + start * 60, midnight + end * 60
            if opens > reached:
                starts.append(opens)
                ends.append(closes)
                reached = closes
            elif closes > reached:
                ends[-1] = reached = closes
    return starts, ends


def _to_utc(starts: list[int], ends: list[int], zone: ZoneTable) -> tuple[list[int], list[int]]:
    """What `ZoneTable.to_utc` gives for every stretch, in order, one offset at a time."""
    opens: list[int] = []
    closes: list[int] = []
    for zone_start, zone_end, offset in zip(zone.starts, zone.ends, zone.offsets, strict=True):
        first, last = bisect_left(ends, zone_start + offset + 1), bisect_left(starts, zone_end + offset)
        if first < last:  # only at the zone's changes is anything cut, or joined to what came before
            seam = len(opens)
            opens += [start - offset for start in starts[first:last]]
            closes += [end - offset for end in ends[first:last]]
            opens[seam] = max(opens[seam], zone_start)
            closes[-1] = min(closes[-1], zone_end)
            if seam and opens[seam] == closes[seam - 1]:
                del opens[seam], closes[seam - 1]
    return opens, closes


def _without_skipped(days: list[tuple[int, Openings]], zone: ZoneTable) -> list[int]:
    """The ordinals, without the dates of which the zone's clock skipped every opening."""
    near_change = {zone.local_day(start) + step for start in zone.starts for step in (-2, -1, 0, 1)}
    return [day for day, openings in days if day not in near_change or day_spans(day, openings, zone)]


def day_spans(ordinal: int, openings: Openings, zone: ZoneTable) -> list[Span]:
    """The real stretches of the openings of one local date."""
    midnight = (ordinal - EPOCH_ORDINAL) * DAY
    return [span for start, end in openings for span in zone.to_utc(midnight + start * 60, midnight + end * 60)]
