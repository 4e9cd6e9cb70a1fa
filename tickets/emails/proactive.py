"""Mails about what we noticed before the customer did."""

from datetime import datetime

from accounts.links import absolute_url
from outbox.services import queue_all, write_mail
from tickets.emails.postroom import envelope_of, mailboxes
from tickets.models import Message, Ticket


def tell_runs(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Tell the case's contact, in their language, which payroll runs are not approved. Without address nobody is."""
    contact = ticket.contact
    if contact is None or not contact.email:
        return
    key = f"payroll:{message.pk}"
    envelope = envelope_of(ticket, key, mailboxes())
    mail = write_mail(
        dedupe_key=key,
        recipient=contact.email,
        template="tickets/payroll_runs",
        context={
            "ticket": ticket,
            "contact": contact,
            "message": message,
            "url": absolute_url(ticket.tenant, "portal:ticket", ticket.number) if contact.membership_id else "",
        },
        language=contact.language or ticket.tenant.language,
        now=now,
        **envelope.arguments(),
    )
    queue_all([mail])
