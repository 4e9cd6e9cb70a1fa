"""Who is told of a ticket by mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects

from contracts.models import Contact
from tickets.models import Ticket, TicketWatcher


class Receiver(NamedTuple):
    """Whom a mail goes to; `contact` None is an outside address.

    `watcher` is why they are told, where they are not the ticket's own contact; `since` bounds what is quoted to them.
    """

    key: str
    address: str
    language: str
    contact: Contact | None
    watcher: TicketWatcher | None = None
    since: datetime | None = None


def own(ticket: Ticket) -> list[Receiver]:
    """Give the ticket's contact; one without address reads it in the portal."""
    contact = ticket.contact
    if contact is None or not contact.email or contact.left_at is not None:
        return []
    return [Receiver(str(contact.pk), contact.email, contact.language or ticket.tenant.language, contact)]


def own_and_watchers(ticket: Ticket) -> list[Receiver]:
    """Give the contact and the watchers with an address, each address once, but for contacts who read answers in the
    portal alone. Members are told on the desk.

    One question, or none where the watchers have been read before.
    """
    read_watchers([ticket])
    found = {receiver.address.lower(): receiver for receiver in own(ticket) if _wants_replies(receiver.contact)}
    for watcher in ticket.watchers.all():
        if watcher.contact and (watcher.contact.left_at is not None or not _wants_replies(watcher.contact)):
            continue
        receiver = _watching(watcher, ticket)
        if receiver.address:
            found.setdefault(receiver.address.lower(), receiver)
    return list(found.values())


def read_watchers(tickets: Sequence[Ticket]) -> None:
    """Read the watchers of all these together."""
    prefetch_related_objects(tickets, Prefetch("watchers", TicketWatcher.objects.select_related("contact")))


def _watching(watcher: TicketWatcher, ticket: Ticket) -> Receiver:
    contact, tenants = watcher.contact, ticket.tenant.language
    key = f"w{watcher.pk}"
    if contact is None:  # they have no portal: what was written before they came is not theirs to read
        return Receiver(key, watcher.email, tenants, None, watcher, watcher.added_at)
    return Receiver(key, contact.email, contact.language or tenants, contact, watcher)


def _wants_replies(contact: Contact | None) -> bool:
    return contact is None or contact.mail_replies
