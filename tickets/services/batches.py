"""The frame around the same change of many tickets: few questions, whatever their number."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import Membership
from tickets.models import Message, Ticket, TicketEvent, TicketWatcher
from tickets.services.changing import announce
from tickets.services.clocks import sync_many
from tickets.services.search_index import index_tickets
from tickets.services.telling import tell_events

AT_ONCE = 100
# What a batch may change; everything else of a ticket stays as it was read.
COLUMNS = [
    "status", "started_at", "resolved_at", "close_due_at", "solution", "incident", "is_incident", "queue_section",
    "next_due_at", "next_risk_at", "queue_at", "version", "last_event_at",
]  # fmt: skip


@dataclass
class Batch:
    """Locked tickets, and what is said and done on them; written when the block is left."""

    tickets: list[Ticket]
    actor: Membership
    now: datetime
    messages: list[Message] = field(default_factory=list)
    events: list[TicketEvent] = field(default_factory=list)

    def write(self, ticket: Ticket, text: str) -> Message:
        """Say something publicly; the row has its key after the block."""
        message = Message(ticket=ticket, kind=Message.Kind.REPLY, author=self.actor, text=text, at=self.now)
        self.messages.append(message)
        return message

    def record(self, ticket: Ticket, kind: str, /, *, message: Message | None = None, **data: Any) -> None:
        """Append to a ticket's trail."""
        event = TicketEvent(ticket=ticket, kind=kind, at=self.now, actor=self.actor, message=message, data=data)
        self.events.append(event)


@contextmanager
def changing_many(keys: Collection[int], *, actor: Membership, now: datetime) -> Iterator[Batch]:
    """Lock these tickets in the order of their keys, let the block change them, write everything together.

    About ten questions for each hundred tickets. The caller stands in a transaction and names no more than AT_ONCE.
    """
    with transaction.atomic():
        watchers = Prefetch("watchers", TicketWatcher.objects.select_related("contact"))
        rows = Ticket.objects.filter(pk__in=keys).for_update().select_related("customer", "contact", "tenant")
        batch = Batch(list(rows.prefetch_related(watchers).order_by("pk")), actor, now)
        yield batch
        Message.objects.bulk_create(batch.messages)
        TicketEvent.objects.bulk_create(batch.events)
        changed = [ticket for ticket in batch.tickets if ticket.pk in {event.ticket_id for event in batch.events}]
        sync_many(changed)
        for ticket in changed:
            ticket.version += 1
            ticket.last_event_at = max(now, ticket.last_event_at)
        Ticket.objects.bulk_update(changed, COLUMNS)
        if batch.messages:
            index_tickets(*changed)
        tell_events(batch.events)
        announce()


def in_batches(keys: Collection[int]) -> Iterator[list[int]]:
    """Cut keys into pieces for `changing_many`, in order."""
    ordered = sorted(keys)
    for begin in range(0, len(ordered), AT_ONCE):
        yield ordered[begin : begin + AT_ONCE]
