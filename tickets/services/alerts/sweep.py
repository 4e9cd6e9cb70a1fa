"""Finds clocks that need somebody, and raises their alerts, one clock and one transaction at a time."""

from datetime import datetime

from django.db import connections, transaction

from tickets.clocks import CountingBook, state_of
from tickets.clocks.replay import ClockState, alert_instants
from tickets.models import Alert, SlaClock, Ticket, TicketEvent
from tickets.services.alerts.receivers import receivers
from tickets.services.changing import announce

_DUE = "SELECT DISTINCT tenant_id FROM tickets_slaclock WHERE check_at <= %s ORDER BY tenant_id"


def tenants_with_due_clocks(*, now: datetime) -> list[int]:
    """Give the tenants that have a clock to look at. The only question asked across tenants, as the role `relay`."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(_DUE, [now])
        return [tenant_id for (tenant_id,) in cursor.fetchall()]


@transaction.atomic
def raise_next(*, now: datetime) -> bool:
    """Claim one due clock of the current tenant, raise the steps it has reached, and set when to look next.

    False when none was due. Alerts and the clock's mark commit together: a crash before leaves the clock due.
    """
    clock = (
        SlaClock.objects.filter(check_at__lte=now)
        .select_related("ticket__assignee__user", "ticket__team")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("check_at", "pk")
        .first()
    )
    if clock is None:
        return False
    state = state_of(clock, CountingBook())
    reached = [step for step, at in alert_instants(state) if at <= now and step not in clock.steps_done]
    ahead = [at for step, at in alert_instants(state) if at > now and step not in clock.steps_done]
    for step in reached:
        _raise(clock, state, step, now)
    clock.steps_done = [*clock.steps_done, *reached]
    clock.check_at = min(ahead, default=None)
    clock.save(update_fields=["steps_done", "check_at"])
    announce()
    return True


def _raise(clock: SlaClock, state: ClockState, name: str, now: datetime) -> None:
    step = next(step for step in state.counting.terms.steps if step.name == name)
    if step.unless_acted and _acted(clock.ticket, clock.due_at):
        return
    Alert.objects.bulk_create(
        [
            Alert(clock=clock, ticket=clock.ticket, step=name, receiver=member, due_at=clock.due_at, raised_at=now)
            for member in receivers(clock.ticket, step.to)
        ],
        ignore_conflicts=True,
    )


def _acted(ticket: Ticket, since: datetime) -> bool:
    """Say whether somebody at the desk has done anything on the ticket since the deadline."""
    done = ticket.events.filter(at__gt=since, actor__role__in=["agent", "consultant", "manager", "admin"])
    return bool(done.exclude(kind=TicketEvent.Kind.TERMS).exists())  # a contract entered is no work on the ticket
