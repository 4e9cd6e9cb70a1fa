"""The frame around what stands beside a ticket."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from tickets.models import Ticket
from tickets.services.changing import announce


@contextmanager
def adding(ticket: Ticket) -> Iterator[Ticket]:
    """Lock the ticket while the block records what changes neither its state nor its clocks: time, tags, watchers.

    The version stays, so that an answer somebody is writing does not go stale.
    """
    with transaction.atomic():
        yield Ticket.objects.for_update().select_related("contact", "contract__plan_version").get(pk=ticket.pk)
        announce()
