"""Raises the steps that a batch of clocks has reached: marks, events and alerts, in a fixed number of queries."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from accounts.models.membership import STAFF
from accounts.tenancy.context import require_tenant_id
from sla.terms import Step
from tickets.clocks import CountingBook, state_of
from tickets.clocks.clock import ClockState, alert_instants
from tickets.models import Alert, SlaClock, TicketEvent
from tickets.services.alerts.receivers import Roster
from tickets.services.alerts.telling import is_night, tell
from tickets.services.telling import tell_events

# An event names so many of those who were told, and counts the others.
MOST_NAMES = 3
_MARK = """
UPDATE tickets_slaclock SET steps_done = look.steps::jsonb, check_at = look.next
FROM unnest(%(ids)s::bigint[], %(steps)s::text[], %(next)s::timestamptz[]) AS look (id, steps, next)
WHERE tickets_slaclock.tenant_id = %(tenant)s AND tickets_slaclock.id = look.id
"""


@dataclass(frozen=True)
class _Look:
    """What one clock has come to: the steps it reached, in order, and when to look next."""

    clock: SlaClock
    state: ClockState
    reached: Sequence[Step]
    next_at: datetime | None

    @property
    def done(self) -> list[str]:
        """Give the clock's steps with these; the clock stays as it was read, so that a failed batch can be repeated."""
        return [*self.clock.steps_done, *(step.name for step in self.reached)]


def raise_alerts(clocks: Sequence[SlaClock], *, now: datetime, book: CountingBook, roster: Roster) -> None:
    """Mark these clocks, which the caller has locked with their tickets, and tell whom it concerns.

    Twelve queries at most, however many clocks, three more where other systems are told, and one for each version that
    `book` does not know yet. Foreign keys are checked here and not at the commit, so that what is wrong with one clock
    can be told from the others.
    """
    looks = [_look(clock, now, book) for clock in clocks]
    acted = _last_acts(look for look in looks if any(step.unless_acted for step in look.reached))
    alerts: list[Alert] = []
    events: list[TicketEvent] = []
    about: list[SlaClock] = []
    for look in looks:
        clock = look.clock
        for step in look.reached:
            if step.unless_acted and clock.ticket_id in acted and acted[clock.ticket_id] > clock.due_at:
                continue
            told = tell(clock, step, now=now, roster=roster, night=is_night(clock, look.state, now))
            alerts += told
            events.append(_event(clock, step, told, roster, now))
            about.append(clock)
    _mark(looks)
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)
    TicketEvent.objects.bulk_create(events)
    tell_events(events, clocks={event.pk: clock for event, clock in zip(events, about, strict=True)})
    connection.check_constraints()


def _mark(looks: Sequence[_Look]) -> None:
    # bulk_update would build a CASE with a branch for each row, which takes longer than all the rest.
    with connection.cursor() as cursor:
        cursor.execute(
            _MARK,
            {
                "tenant": require_tenant_id(),
                "ids": [look.clock.pk for look in looks],
                "steps": [json.dumps(look.done) for look in looks],
                "next": [look.next_at for look in looks],
            },
        )


def _look(clock: SlaClock, now: datetime, book: CountingBook) -> _Look:
    state = state_of(clock, book)
    new = [(step, at) for step, at in alert_instants(state) if step not in clock.steps_done]
    steps = {step.name: step for step in state.counting.terms.steps}
    reached = [steps[name] for name, at in new if at <= now]
    return _Look(clock, state, reached, min((at for _, at in new if at > now), default=None))


def _event(clock: SlaClock, step: Step, told: Sequence[Alert], roster: Roster, now: datetime) -> TicketEvent:
    data = {"metric": clock.metric, "step": step.name, "names": roster.names(told, MOST_NAMES), "told": len(told)}
    if quiet := [alert for alert in told if alert.mail_at and alert.mail_at > now]:
        data["quiet"] = roster.names(quiet, MOST_NAMES)
    return TicketEvent(ticket_id=clock.ticket_id, kind=TicketEvent.Kind.ALERTED, at=now, data=data)


def _last_acts(looks: Iterable[_Look]) -> dict[int, datetime]:
    """Give when somebody at the desk last did anything on each of these tickets. A contract entered is no work."""
    tickets = {look.clock.ticket_id for look in looks}
    if not tickets:
        return {}
    done = TicketEvent.objects.filter(ticket__in=tickets, actor__role__in=STAFF).exclude(kind=TicketEvent.Kind.TERMS)
    return dict(done.order_by().values_list("ticket_id").annotate(last=Max("at")))
