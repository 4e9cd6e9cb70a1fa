"""Mails to the customer's contact."""

from datetime import datetime
from typing import Any

from accounts.links import absolute_url
from outbox.services import queue_mail
from sla.models import Severity
from tickets.models import Message, Ticket


def tell_contact(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact a public message."""
    _send(ticket, "tickets/reply", f"message:{message.pk}", now, message=message, author=message.author_name)


def tell_severity(ticket: Ticket, *, before: str, now: datetime) -> None:
    """Tell the contact which severity was decided, and why (domain: the customer is told)."""
    labels = {"before": Severity(before), "after": Severity(ticket.severity)}
    key = f"severity:{ticket.pk}:{ticket.version}:{ticket.severity}"
    _send(ticket, "tickets/severity", key, now, **labels, reason=ticket.severity_reason)


def tell_solved(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact the solution, and how to open the ticket again."""
    closes_on = ticket.close_due_at
    _send(ticket, "tickets/solved", f"message:{message.pk}", now, message=message, closes_at=closes_on)


def _send(ticket: Ticket, template: str, cause: str, now: datetime, **context: Any) -> None:
    """Queue a mail to the ticket's contact; a contact without address reads it in the portal."""
    contact = ticket.contact
    if contact is None or not contact.email:
        return
    tenant = ticket.tenant
    queue_mail(
        dedupe_key=f"{cause}:{contact.pk}",
        recipient=contact.email,
        template=template,
        context=context
        | {"ticket": ticket, "contact": contact, "url": absolute_url(tenant, "portal:ticket", ticket.number)},
        language=contact.language or tenant.language,
        now=now,
    )
