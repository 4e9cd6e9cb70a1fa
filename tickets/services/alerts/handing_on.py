"""An alert that did not arrive goes on: who is on call next, the team, the managers, the admins."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog

from sla.terms import ON_CALL
from tickets.clocks import CountingBook, state_of
from tickets.models import Alert, SlaClock, TicketEvent
from tickets.services.alerts.receivers import Roster
from tickets.services.alerts.telling import is_night, next_alert
from tickets.services.changing import announce

MOST_NAMES = 3
log = structlog.get_logger("alerts")


def hand_on(failed: Sequence[Alert], *, now: datetime) -> None:
    """Tell the next person for each of these alerts, and record it on the ticket. Inside a transaction.

    Each person is told once of a clock's step. What was read on the desk has reached its receiver, and where the clock
    has stopped there is nothing left to do: neither goes on. Where nobody is left the event says so.
    """
    clocks = SlaClock.objects.select_related("ticket").in_bulk({alert.clock_id for alert in failed})
    going = [
        alert for alert in failed if alert.read_at is None and clocks[alert.clock_id].state == SlaClock.State.RUNNING
    ]
    if not going:
        return
    known: dict[tuple[int, str], set[int]] = defaultdict(set)
    told_before: Any = Alert.objects.filter(clock__in={alert.clock_id for alert in going})
    for clock_id, step, receiver in told_before.values_list("clock_id", "step", "receiver_id"):
        known[clock_id, step].add(receiver)
    roster, book = Roster(now), CountingBook()
    told: list[Alert] = []
    events: list[TicketEvent] = []
    going.sort(key=_cause)
    for (clock_id, step), alerts in groupby(going, key=_cause):
        gone, clock = list(alerts), clocks[clock_id]
        ahead = _ahead(clock, gone, known[clock_id, step], roster, book, now)
        told += ahead
        events.append(_event(clock, gone, ahead, roster, now))
        if len(ahead) < len(gone):
            log.error("alerts.nobody_left", ticket=clock.ticket_id, step=step, alerts=[alert.pk for alert in gone])
    Alert.objects.bulk_create(told, ignore_conflicts=True)
    TicketEvent.objects.bulk_create(events)
    announce()


def _cause(alert: Alert) -> tuple[int, str]:
    return alert.clock_id, alert.step


def _ahead(
    clock: SlaClock, gone: Sequence[Alert], known: set[int], roster: Roster, book: CountingBook, now: datetime
) -> list[Alert]:
    state = state_of(clock, book)
    names = next((step.to for step in state.counting.terms.steps if step.name == gone[0].step), ())
    is_called = ON_CALL in names or is_night(clock, state, now)
    ahead = []
    for before in gone:
        alert = next_alert(clock, before.step, known, roster, now=now, is_called=is_called)
        if alert is None:
            break
        alert.why, alert.handed_from, alert.due_at = Alert.Why.HANDED_ON, before, before.due_at
        known.add(alert.receiver_id)
        ahead.append(alert)
    return ahead


def _event(
    clock: SlaClock, gone: Sequence[Alert], ahead: Sequence[Alert], roster: Roster, now: datetime
) -> TicketEvent:
    first = gone[0]
    data = {
        "metric": clock.metric,
        "step": first.step,
        # Who can no longer sign in is not on the roster.
        "names": roster.names(gone, MOST_NAMES) or [alert.receiver.user.name for alert in gone[:MOST_NAMES]],
        "failed": len(gone),
        "by": str(first.failed_by),
        "reason": first.failure,
        "to": roster.names(ahead, len(ahead)),
    }
    return TicketEvent(ticket_id=clock.ticket_id, kind=TicketEvent.Kind.ALERT_FAILED, at=now, data=data)
