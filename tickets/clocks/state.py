"""From a kept clock row back to the clock that can explain itself."""

from datetime import datetime

from sla.engine import Ledger, StripDay
from sla.engine.pauses import Pause
from sla.terms import Target
from tickets.clocks.clock import ClockState, cut
from tickets.clocks.counting import CountingBook
from tickets.models import SlaClock


def state_of(row: SlaClock, book: CountingBook | None = None) -> ClockState:
    """Give the clock with the very versions it was counted with; give one `book` for many rows.

    A row always names its versions; ValueError for one that does not.
    """
    counting = (book or CountingBook()).counting(
        {
            "policy_version": row.policy_version_id,
            "calendar_version": row.calendar_version_id,
            "covers_critical": row.is_covered,
        }
    )
    if counting is None:
        raise ValueError(f"clock {row.pk} names no policy version")
    return ClockState(
        metric=row.metric,
        sequence=row.sequence,
        started_at=row.started_at,
        severity=row.severity,
        counting=counting,
        target=Target(seconds=row.target_seconds, days=row.target_days),
        pauses=[Pause(_instant(start), _instant(end) if end else None, by) for start, end, by in row.pauses],
        stopped_at=row.stopped_at,
        cancelled=row.state == SlaClock.State.CANCELLED,
    )


def seconds_left(clock: ClockState, now: datetime) -> int:
    """Give the open seconds left until the deadline, negative when it is past; while paused, as they were kept."""
    return clock.calendar.elapsed(clock.paused_at or cut(now), clock.due_at)


def ledger_of(clock: ClockState, now: datetime) -> Ledger:
    """Give every interval from the clock's start to its stop, or to now."""
    return clock.calendar.explain(clock.started_at, max(_until(clock, now), clock.started_at), clock.pauses)


def strip_of(clock: ClockState, now: datetime) -> list[StripDay]:
    """Give the same days as pictures, up to the deadline where that is later."""
    until = max(_until(clock, now), clock.started_at)
    return clock.calendar.strip(clock.started_at, until, clock.pauses, due=clock.due_at)


def _until(clock: ClockState, now: datetime) -> datetime:
    return clock.stopped_at or cut(now)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
