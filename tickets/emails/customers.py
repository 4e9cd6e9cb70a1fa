"""Mails to the customer's contact, and to whoever else is told of the ticket."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, prefetch_related_objects

from accounts.links import absolute_url
from contracts.models import Contact
from outbox.models import OutboxMessage
from outbox.services import queue_all, write_mail
from sla.models import Severity
from tickets.models import Message, Ticket, TicketWatcher


class Receiver(NamedTuple):
    """Whom a mail goes to; `contact` None is an outside address, which has no portal to answer in."""

    key: str
    address: str
    language: str
    contact: Contact | None


def tell_contact(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact and the watchers a public message."""
    queue_all(list(_reply(ticket, message, now)))


def tell_contacts(messages: Sequence[Message], *, now: datetime) -> None:
    """Send each ticket's own people its own message: one insert for all of them."""
    queue_all([mail for message in messages for mail in _reply(message.ticket, message, now)])


def tell_severity(ticket: Ticket, *, before: str, now: datetime) -> None:
    """Tell the contact which severity was decided, and why (domain: the customer is told)."""
    facts: dict[str, Any] = {"before": Severity(before), "after": Severity(ticket.severity)}
    key = f"severity:{ticket.pk}:{ticket.version}:{ticket.severity}"
    mails = _mails(ticket, _own(ticket), "tickets/severity", key, now, reason=ticket.severity_reason, **facts)
    queue_all(list(mails))


def tell_solved(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact and the watchers the solution, and how to open the ticket again."""
    queue_all(list(_solved(ticket, message, now)))


def tell_all_solved(messages: Sequence[Message], *, now: datetime) -> None:
    """Send each ticket's own people its own solution: one insert for all of them."""
    queue_all([mail for message in messages for mail in _solved(message.ticket, message, now)])


def tell_started(ticket: Ticket, *, by: str, now: datetime) -> None:
    """Tell a contact who asked for it that work has started, and who works."""
    if ticket.contact is not None and ticket.contact.mail_started:
        queue_all(list(_mails(ticket, _own(ticket), "tickets/started", f"started:{ticket.pk}", now, author=by)))


def tell_merged(ticket: Ticket, into: Ticket, *, now: datetime) -> None:
    """Tell a merged ticket's contact under which number it goes on."""
    _tell_moved(ticket, into, "tickets/merged", f"merged:{ticket.pk}:{ticket.version}", now=now)


def tell_split(ticket: Ticket, new: Ticket, *, now: datetime) -> None:
    """Tell a ticket's contact which number a part of it has from now on."""
    _tell_moved(ticket, new, "tickets/split", f"split:{new.pk}", now=now)


def _tell_moved(ticket: Ticket, other: Ticket, template: str, cause: str, *, now: datetime) -> None:
    queue_all(list(_mails(ticket, _own(ticket), template, cause, now, shown=other, other=other)))


def _reply(ticket: Ticket, message: Message, now: datetime) -> Iterator[OutboxMessage]:
    return _mails(
        ticket, _all(ticket), "tickets/reply", f"message:{message.pk}", now, message=message, author=message.author_name
    )


def _solved(ticket: Ticket, message: Message, now: datetime) -> Iterator[OutboxMessage]:
    return _mails(
        ticket,
        _all(ticket),
        "tickets/solved",
        f"message:{message.pk}",
        now,
        message=message,
        closes_at=ticket.close_due_at,
    )


def _mails(
    ticket: Ticket,
    receivers: Sequence[Receiver],
    template: str,
    cause: str,
    now: datetime,
    *,
    shown: Ticket | None = None,
    **context: Any,
) -> Iterator[OutboxMessage]:
    """Write a mail to each receiver, in their language; its link leads to `shown`, else to the ticket."""
    url = absolute_url(ticket.tenant, "portal:ticket", (shown or ticket).number) if receivers else ""
    for receiver in receivers:
        facts = {"ticket": ticket, "contact": receiver.contact, "url": url if receiver.contact else ""}
        yield write_mail(
            dedupe_key=f"{cause}:{receiver.key}",
            recipient=receiver.address,
            template=template,
            context=context | facts,
            language=receiver.language,
            now=now,
            tenant=ticket.tenant,
        )


def _own(ticket: Ticket) -> list[Receiver]:
    """Give the ticket's contact; one without address reads it in the portal."""
    contact = ticket.contact
    if contact is None or not contact.email or contact.left_at is not None:
        return []
    return [Receiver(str(contact.pk), contact.email, contact.language or ticket.tenant.language, contact)]


def _all(ticket: Ticket) -> list[Receiver]:
    """Give the contact and the watchers with an address, each address once, but for contacts who read answers in the
    portal alone. Members are told on the desk.

    One question, or none where the watchers have been read before.
    """
    prefetch_related_objects([ticket], Prefetch("watchers", TicketWatcher.objects.select_related("contact")))
    found = {receiver.address.lower(): receiver for receiver in _own(ticket) if _wants_replies(receiver.contact)}
    for watcher in ticket.watchers.all():
        if watcher.contact and (watcher.contact.left_at is not None or not _wants_replies(watcher.contact)):
            continue
        address = watcher.contact.email if watcher.contact else watcher.email
        language = watcher.contact.language if watcher.contact else ""
        if address:
            receiver = Receiver(f"w{watcher.pk}", address, language or ticket.tenant.language, watcher.contact)
            found.setdefault(address.lower(), receiver)
    return list(found.values())


def _wants_replies(contact: Contact | None) -> bool:
    return contact is None or contact.mail_replies
