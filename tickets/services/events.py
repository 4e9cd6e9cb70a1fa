"""Appends to the audit trail."""

from datetime import datetime
from typing import Any

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import Message, Ticket, TicketEvent


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
    """Write one event; `actor` None is the system. The caller changes the ticket in the same transaction."""
    return TicketEvent.objects.create(
        ticket=ticket, kind=kind, at=now, actor=actor, contact=contact, message=message, data=data
    )
