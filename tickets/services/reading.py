"""How far a member has read."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from tickets.models import Alert, Mention, ReadMark, Ticket


@transaction.atomic
def mark_read(*, ticket: Ticket, actor: Membership, now: datetime) -> None:
    """Note that everything on the ticket up to `now` was seen; the actor's alerts and mentions there are as well."""
    ReadMark.objects.bulk_create(
        [ReadMark(ticket=ticket, membership=actor, seen_at=now)],
        update_conflicts=True,
        unique_fields=["tenant", "ticket", "membership"],
        update_fields=["seen_at"],
    )
    Alert.objects.filter(ticket=ticket, receiver=actor, read_at=None).update(read_at=now)
    Mention.objects.filter(ticket=ticket, membership=actor, read_at=None).update(read_at=now)


@transaction.atomic
def mark_alerts_read(*, actor: Membership, now: datetime) -> int:
    """Note that all the actor's alerts and mentions have been read; give how many alerts there were."""
    Mention.objects.filter(membership=actor, read_at=None).update(read_at=now)
    return Alert.objects.filter(receiver=actor, read_at=None).update(read_at=now)
