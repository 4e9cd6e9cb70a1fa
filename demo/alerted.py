"""The alerts of what stands open now, as the sweep raised them in its time."""

from datetime import datetime

from tickets.clocks import CountingBook, state_of
from tickets.clocks.clock import alert_instants
from tickets.models import Alert, SlaClock
from tickets.services.alerts.receivers import Roster


def raise_past_alerts(*, now: datetime) -> None:
    """Show on the desk the steps that open clocks have passed. Their mails lie in the past: none is sent."""
    running = SlaClock.objects.filter(state=SlaClock.State.RUNNING, risk_at__lte=now)
    book, roster = CountingBook(), Roster(now)
    for clock in running.select_related("ticket").order_by("pk"):
        state = state_of(clock, book)
        steps = {step.name: step for step in state.counting.terms.steps}
        Alert.objects.bulk_create(
            Alert(
                clock=clock,
                ticket=clock.ticket,
                step=name,
                receiver=told.member,
                why=told.why,
                due_at=clock.due_at,
                raised_at=at,
                mailed_at=at,
            )
            for name, at in alert_instants(state)
            if at <= now
            for told in roster.receivers(clock.ticket, steps[name].to)
        )
