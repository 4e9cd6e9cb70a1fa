"""Appends to the audit trail."""

from datetime import datetime
from typing import Any

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.notifying import notify_of
from tickets.services.telling import keep_for_telling


def record(
    ticket: Ticket,
    kind: str,
    /,
    *,
    actor: Membership | None,
    now: datetime,
    contact: Contact | None = None,
    message: Message | None = None,
    **data: Any,
) -> TicketEvent:
    """Write one event and tell whom it concerns; `actor` None is the system. The caller changes the ticket before, in
    the same transaction.
    """
    event = TicketEvent.objects.create(
        ticket=ticket, kind=kind, at=now, actor=actor, contact=contact, message=message, data=data
    )
    notify_of(event, ticket)
    keep_for_telling(event, ticket)
    return event
