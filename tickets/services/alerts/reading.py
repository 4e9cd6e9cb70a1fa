"""Alerts on the desk are shown until they are read."""

from datetime import datetime

from accounts.models import Membership
from tickets.models import Alert, Ticket


def mark_alerts_read(*, actor: Membership, now: datetime, ticket: Ticket | None = None) -> int:
    """Mark the actor's unread alerts as read, of one ticket or all; give how many there were."""
    unread = Alert.objects.filter(receiver=actor, read_at__isnull=True)
    if ticket is not None:
        unread = unread.filter(ticket=ticket)
    return unread.update(read_at=now)
