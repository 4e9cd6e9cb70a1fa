"""The receipt of an enquiry."""

from datetime import datetime

from outbox.services import queue_mail
from tickets.models import Ticket


def tell_received(ticket: Ticket, *, now: datetime) -> None:
    """Tell whoever asked that their enquiry has arrived, and under which number."""
    contact = ticket.contact
    if contact is None:
        return
    queue_mail(
        dedupe_key=f"enquiry:{ticket.pk}",
        recipient=contact.email,
        template="requests/received",
        context={"name": contact.name, "ticket": ticket, "message": ticket.messages.order_by("pk")[0]},
        language=contact.language or ticket.tenant.language,
        now=now,
    )
