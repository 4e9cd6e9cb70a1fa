"""Days as pictures: what the strip under *Why this deadline?* draws."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from sla.engine.instants import DAY, EPOCH_ORDINAL
from sla.engine.ledger import PauseSpan, timeline
from sla.engine.openings import DAY_MINUTES
from sla.engine.reasons import OPEN, PAUSED, Reason

if TYPE_CHECKING:
    from sla.engine.calendar import BusinessCalendar

CLOSED: Final = "closed"
IDLE: Final = "open"  # open, but before the clock started or after it ended
USED: Final = "used"  # counted
REST: Final = "rest"  # open and still left until the due instant


class Segment(NamedTuple):
    """Minutes of the local day `[start, end)` of one kind: closed, open, used, rest or paused."""

    start: int
    end: int
    kind: str


class StripDay(NamedTuple):
    """One local date, its segments from 0 to 1440 without gap, and why it is closed or shortened."""

    date: date
    segments: tuple[Segment, ...]
    label: Reason | None


def build_strip(
    calendar: "BusinessCalendar", start: int, end: int, pauses: Iterable[PauseSpan], due: int | None
) -> list[StripDay]:
    """See BusinessCalendar.strip."""
    until = max(end, end if due is None else due)
    first, last = calendar.zone.local_day(start), calendar.zone.local_day(max(until - 1, start))
    clock = list(_clock(calendar, start, end, pauses, until))
    days = []
    for ordinal in range(first, last + 1):
        if spans := calendar.zone.day_spans(ordinal):
            plan = calendar.day(date.fromordinal(ordinal))
            segments = tuple(_segments(calendar, ordinal, spans[0][0], spans[-1][1], clock))
            days.append(StripDay(plan.date, segments, plan.reason))
    return days


def _clock(
    calendar: "BusinessCalendar", start: int, end: int, pauses: Iterable[PauseSpan], until: int
) -> Iterator[tuple[int, int, str]]:
    kinds = {OPEN: USED, PAUSED: PAUSED}
    for begin, stop, reason in timeline(calendar, start, end, pauses):
        yield begin, stop, kinds.get(reason.code, CLOSED)
    for begin, stop in calendar.spans_at(end, until):
        yield begin, stop, REST


def _segments(
    calendar: "BusinessCalendar", ordinal: int, start: int, end: int, clock: list[tuple[int, int, str]]
) -> Iterator[Segment]:
    midnight = (ordinal - EPOCH_ORDINAL) * DAY
    painted = [CLOSED] * DAY_MINUTES
    layers = [(begin, until, IDLE) for begin, until in calendar.spans_at(start, end)]
    layers += [layer for layer in clock if layer[2] != CLOSED]
    for begin, until, kind in layers:
        if begin < end and until > start:
            first = _minute(calendar, max(begin, start), midnight)
            last = _minute(calendar, min(until, end) - 1, midnight) + 1
            painted[first:last] = [kind] * max(last - first, 0)
    at = 0
    for minute in range(1, DAY_MINUTES + 1):
        if minute == DAY_MINUTES or painted[minute] != painted[at]:
            yield Segment(at, minute, painted[at])
            at = minute


def _minute(calendar: "BusinessCalendar", seconds: int, midnight: int) -> int:
    return min(max((seconds + calendar.zone.offset(seconds) - midnight) // 60, 0), DAY_MINUTES - 1)
