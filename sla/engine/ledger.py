"""The ledger of a clock: what was counted, what was not, and why (domain, point 7)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sla.engine.compiler import day_spans
from sla.engine.definition import DayPlan
from sla.engine.errors import EngineError
from sla.engine.instants import to_datetime
from sla.engine.reasons import CLOSED_NIGHT, EXCEPTION, LUNCH, OPEN, PAUSED, SHORT_DAY, Reason

if TYPE_CHECKING:
    from sla.engine.calendar import BusinessCalendar

Row = tuple[int, int, Reason]
PauseSpan = tuple[int, int, str]


class LedgerRow(NamedTuple):
    """One interval `[start, end)` in UTC and its length. It is counted, or not counted for a reason."""

    start: datetime
    end: datetime
    seconds: int
    counted: bool
    reason: Reason


class Ledger(NamedTuple):
    """Rows in order, without gap or overlap, from `start` to `end`; neighbours with the same reason are one row."""

    start: datetime
    end: datetime
    rows: tuple[LedgerRow, ...]

    @property
    def counted_seconds(self) -> int:
        """What the clock shows: open seconds outside pauses."""
        return sum(row.seconds for row in self.rows if row.counted)


def build_ledger(calendar: "BusinessCalendar", start: int, end: int, pauses: Iterable[PauseSpan]) -> Ledger:
    """See BusinessCalendar.explain; seconds in, aware datetimes out."""
    rows = tuple(
        LedgerRow(to_datetime(begin), to_datetime(until), until - begin, reason.code == OPEN, reason)
        for begin, until, reason in merged_rows(timeline(calendar, start, end, pauses))
    )
    return Ledger(to_datetime(start), to_datetime(end), rows)


def timeline(calendar: "BusinessCalendar", start: int, end: int, pauses: Iterable[PauseSpan]) -> Iterator[Row]:
    """Tiles of `[start, end)`, each with one reason. A pause is one tile, also over closed time."""
    if end < start:
        raise EngineError("reversed_interval", "The interval ends before it starts.")
    at = start
    for pause_start, pause_end, by in pauses:
        begin, until = max(pause_start, at), min(pause_end, end)
        if begin < until:
            yield from _unpaused(calendar, at, begin)
            yield begin, until, Reason(PAUSED, by)
            at = until
    yield from _unpaused(calendar, at, end)


def merged_rows(rows: Iterable[Row]) -> list[Row]:
    """Neighbours with the same reason as one."""
    merged: list[Row] = []
    for start, end, reason in rows:
        if merged and merged[-1][2] == reason:
            merged[-1] = (merged[-1][0], end, reason)
        else:
            merged.append((start, end, reason))
    return merged


def _unpaused(calendar: "BusinessCalendar", start: int, end: int) -> Iterator[Row]:
    """Tiles of `[start, end)` by local day, so that each closed tile has the reason of its own day."""
    at = start
    while at < end:
        ordinal = calendar.zone.local_day(at)
        until = min(end, next(stop for _, stop in calendar.zone.day_spans(ordinal) if at < stop))
        yield from _one_day(calendar, at, until, calendar.day(date.fromordinal(ordinal)))
        at = until


def _one_day(calendar: "BusinessCalendar", start: int, end: int, plan: DayPlan) -> Iterator[Row]:
    note = plan.reason.detail if plan.reason and plan.reason.code == EXCEPTION else ""
    at = start
    for opened, closed in calendar.spans_at(start, end):
        if at < opened:
            yield at, opened, _why_closed(calendar, at, opened, plan)
        yield opened, closed, Reason(OPEN, note)
        at = closed
    if at < end:
        yield at, end, _why_closed(calendar, at, end, plan)


def _why_closed(calendar: "BusinessCalendar", start: int, end: int, plan: DayPlan) -> Reason:
    """The reason of a closed tile inside one local day."""
    if not plan.openings:
        return plan.reason or Reason(CLOSED_NIGHT)
    spans = day_spans(plan.date.toordinal(), plan.openings, calendar.zone)
    if not spans:
        return Reason(CLOSED_NIGHT)
    before, after = end <= spans[0][0], start >= spans[-1][1]
    if not before and not after:
        return Reason(LUNCH)
    if plan.reason is None:
        return Reason(CLOSED_NIGHT)
    if plan.reason.code == SHORT_DAY:
        return plan.reason if after else Reason(CLOSED_NIGHT)
    # A dated exception is the reason only of what it took away from the day.
    usual = calendar.definition.day_without_exception(plan.date).openings
    later = before and usual and plan.openings[0][0] > usual[0][0]
    earlier = after and usual and plan.openings[-1][1] < usual[-1][1]
    return plan.reason if later or earlier else Reason(CLOSED_NIGHT)
