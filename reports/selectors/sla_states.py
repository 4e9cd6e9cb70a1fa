"""When a promise is kept, broken, or about to be. Definitions: docs/dashboards.md, "Deadlines"."""

from datetime import datetime

from django.db.models import F, Q

from tickets.models import SlaClock

GOAL = 0.95
State = SlaClock.State


def is_met() -> Q:
    """Keep clocks that stopped in time."""
    return Q(state=State.MET)


def is_breached(now: datetime) -> Q:
    """Keep clocks that stopped late, and those whose deadline has passed while they still ran."""
    still_running = Q(state=State.RUNNING, due_at__lt=now)
    paused_too_late = Q(state=State.PAUSED, due_at__lt=F("paused_at"))
    return Q(state=State.BREACHED) | still_running | paused_too_late


def is_at_risk(now: datetime) -> Q:
    """Keep running clocks past their warning share whose deadline has not passed."""
    return Q(state=State.RUNNING, risk_at__lte=now, due_at__gte=now)
