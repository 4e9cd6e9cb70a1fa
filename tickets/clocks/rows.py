"""From a replayed clock to the columns that are kept. Pure: the importer uses it in bulk."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from tickets.clocks.clock import ClockState, alert_instants, queue_instant
from tickets.models import SlaClock, Ticket


def clock_columns(clock: ClockState, steps_done: Iterable[str]) -> dict[str, Any]:
    """Give the columns of one clock's row; `steps_done` are the alert steps that were raised or passed over."""
    done = set(steps_done)
    ahead = (
        [at for step, at in alert_instants(clock) if step not in done] if clock.state == SlaClock.State.RUNNING else []
    )
    return {
        "policy_version_id": clock.counting.terms.version_id,
        "calendar_version_id": clock.counting.calendar_version_id,
        "is_covered": clock.counting.covers(clock.severity),
        "severity": clock.severity,
        "target_seconds": clock.target.seconds,
        "target_days": clock.target.days,
        "state": clock.state,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "risk_at": clock.instant_at(clock.counting.terms.warning_share),
        "stopped_at": clock.stopped_at,
        "paused_at": clock.paused_at,
        "pauses": [[p.start.isoformat(), p.end.isoformat() if p.end else None, p.by] for p in clock.pauses],
        "used_seconds": clock.used_seconds,
        "check_at": min(ahead, default=None),
    }


class QueueColumns(NamedTuple):
    """Where a ticket stands in the queue (see Ticket)."""

    queue_section: int
    next_due_at: datetime | None
    next_risk_at: datetime | None
    queue_at: datetime | None


def queue_columns(ticket: Ticket, clocks: list[ClockState]) -> QueueColumns:
    """Give the ticket's queue columns from its clocks, contract and status."""
    if not ticket.is_open:
        return QueueColumns(Ticket.Section.DONE, None, None, None)
    running = [clock for clock in clocks if clock.state == SlaClock.State.RUNNING]
    if running:
        return QueueColumns(
            Ticket.Section.RUNNING,
            min(clock.due_at for clock in running),
            min(clock.instant_at(clock.counting.terms.warning_share) for clock in running),
            min(queue_instant(clock, fast_track=ticket.is_fast_track) for clock in running),
        )
    if any(clock.state == SlaClock.State.PAUSED for clock in clocks):
        return QueueColumns(Ticket.Section.PAUSED, None, None, None)
    if ticket.contract_id is None:
        return QueueColumns(Ticket.Section.NO_CONTRACT, None, None, None)
    return QueueColumns(Ticket.Section.NO_CLOCK, None, None, None)
