"""How far a member has read."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from accounts.models import Membership
from tickets.models import Alert, Notification, ReadMark, Ticket


@transaction.atomic
def mark_read(*, ticket: Ticket, actor: Membership, now: datetime) -> None:
    """Note that everything on the ticket up to `now` was seen; what the actor was told of it is read too.

    The reader does not wait for the disk: who loses this mark when the machine fails reads the ticket once more.
    Nothing else may be written in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    ReadMark.objects.bulk_create(
        [ReadMark(ticket=ticket, membership=actor, seen_at=now)],
        update_conflicts=True,
        unique_fields=["tenant", "ticket", "membership"],
        update_fields=["seen_at"],
    )
    Alert.objects.filter(ticket=ticket, receiver=actor, read_at=None).update(read_at=now)
    Notification.objects.filter(ticket=ticket, receiver=actor, read_at=None).update(read_at=now)


def mark_told_read(kinds: Collection[str], *, ticket: Ticket, actor: Membership, now: datetime) -> None:
    """Note that the actor has seen what they were told of a ticket in these kinds of notifications. One query."""
    told = Notification.objects.filter(kind__in=kinds, ticket=ticket, receiver=actor, read_at=None)
    told.update(read_at=now)


@transaction.atomic
def mark_notices_read(*, actor: Membership, now: datetime, key: str | None = None) -> int:
    """Note that the actor has read the notification (`n…`) or alert (`a…`) with this key, or all; give how many."""
    count = 0
    for letter, model in (("n", Notification), ("a", Alert)):
        unread = model._default_manager.filter(receiver=actor, read_at=None)
        if key is None:
            count += unread.update(read_at=now)
        elif key[:1] == letter and key[1:].isdecimal() and len(key) < 19:
            count += unread.filter(pk=int(key[1:])).update(read_at=now)
    return count


@transaction.atomic
def mark_alerts_read(*, actor: Membership, now: datetime) -> int:
    """Note that all the actor's alerts have been read; give how many there were."""
    return Alert.objects.filter(receiver=actor, read_at=None).update(read_at=now)
