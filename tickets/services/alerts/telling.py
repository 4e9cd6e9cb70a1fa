"""The alerts of one step: to whom, why, and when each mail may go."""

from collections.abc import Collection
from datetime import datetime

from sla.models import Severity
from sla.terms import ON_CALL, Step, StepKind, step_kind
from tickets.clocks.clock import ClockState
from tickets.models import Alert, SlaClock
from tickets.services.alerts.receivers import Roster, Told


def is_night(clock: SlaClock, state: ClockState, now: datetime) -> bool:
    """Say whether this clock runs round the clock while support is closed."""
    return clock.is_covered and not state.counting.calendar.is_open(now)


def tell(clock: SlaClock, step: Step, *, now: datetime, roster: Roster, night: bool) -> list[Alert]:
    """Give the alerts of a step that a clock has reached, not saved yet.

    Critical waits for nothing. Other mails wait for the end of their receiver's quiet hours; where all receivers of
    anything but a warning have them, the next person who has none is told as well.
    """
    told = roster.receivers(clock.ticket, step.to, is_night=night)
    alerts = [_alert(clock, step.name, one, now, roster) for one in told]
    if step_kind(step.name) != StepKind.WARNING and all(_waits(alert, now) for alert in alerts):
        known = {one.member.pk for one in told}
        ahead = next_alert(clock, step.name, known, roster, now=now, is_called=night or ON_CALL in step.to)
        if ahead and not _waits(ahead, now):
            ahead.why = Alert.Why.QUIET
            alerts.append(ahead)
    return alerts


def next_alert(
    clock: SlaClock, step: str, known: Collection[int], roster: Roster, *, now: datetime, is_called: bool
) -> Alert | None:
    """Give the alert of whoever comes next, not saved yet, and none of those in `known`: the first who may be mailed
    now, else the first; None where nobody is left.
    """
    nearest = (one for one in roster.next_ones(clock.ticket, is_called=is_called) if one.member.pk not in known)
    ahead = [_alert(clock, step, one, now, roster) for one in nearest]
    return next((alert for alert in ahead if not _waits(alert, now)), ahead[0] if ahead else None)


def _alert(clock: SlaClock, step: str, told: Told, now: datetime, roster: Roster) -> Alert:
    return Alert(
        clock_id=clock.pk,
        ticket_id=clock.ticket_id,
        step=step,
        receiver_id=told.member.pk,
        why=told.why,
        due_at=clock.due_at,
        raised_at=now,
        mail_at=now if clock.severity == Severity.CRITICAL else roster.mail_at(told.member),
    )


def _waits(alert: Alert, now: datetime) -> bool:
    return alert.mail_at is not None and alert.mail_at > now
