"""The frame around every change of a ticket."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from accounts.tenancy.context import require_tenant_id
from accounts.tenancy.prepared import Prepared
from outbox.webhooks import listening
from tickets.models import Ticket
from tickets.models.versions import queue_version_key
from tickets.services.clocks import sync_clocks
from tickets.services.telling import tell_kept


class StaleTicketError(Exception):
    """The ticket was changed by somebody else since it was read; `current` is how it stands now."""

    def __init__(self, current: Ticket) -> None:
        super().__init__(f"ticket {current.number} is at version {current.version}")
        self.current = current


@contextmanager
def changing(ticket: Ticket, *, now: datetime, version: int | None = None) -> Iterator[Ticket]:
    """Lock the ticket, let the block change it and record events, then bring clocks, queue and version in line.

    `version` is the one the actor saw: StaleTicketError where the ticket has moved on, and nothing is written.
    """
    with transaction.atomic():
        row = _LOCKED.first(ticket.pk)
        if row is None:
            raise Ticket.DoesNotExist
        current: Ticket = row
        if version is not None and current.version != version:
            raise StaleTicketError(current)
        yield current
        sync_clocks(current)
        current.version += 1
        current.last_event_at = max(now, current.last_event_at)
        current.save()
        if row.has_listeners:
            tell_kept(current)
        announce()


def _locked(_shape: None, pk: int) -> QuerySet[Any]:
    """Give the ticket, held until the transaction ends, and whether other systems listen."""
    locked = Ticket.objects.for_update().select_related("customer", "contact", "assignee__user")
    return locked.annotate(has_listeners=listening()).filter(pk=pk)


_LOCKED = Prepared(_locked)


def announce() -> None:
    """Tell live pages, once the change is committed, that something is new (a hint, never data)."""
    key = queue_version_key(require_tenant_id())

    def bump() -> None:
        cache.add(key, 0, timeout=None)
        cache.incr(key)

    transaction.on_commit(bump, robust=True)
