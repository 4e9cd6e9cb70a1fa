"""Mails to the customer's contact, and to whoever else is told of the ticket."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from accounts import formats
from accounts.mailwords.drawing import written
from contracts.models import Contact
from outbox.addresses import ANSWERING, AUTOMATIC, BY_PERSON
from outbox.models import OutboxMessage
from outbox.services import queue_all
from sla.models import Severity
from tickets.emails.postroom import Postroom, Telling
from tickets.emails.receivers import Receiver, own, own_and_watchers
from tickets.models import Message, Ticket


def tell_received(ticket: Ticket, *, now: datetime, is_answer: bool) -> None:
    """Send the contact the ticket's number and the promise. `is_answer`: they wrote a mail, and this answers it.

    The caller never lets it answer a mail that a machine sent (RFC 3834), nor one of too many.
    """
    receivers = [one for one in own(ticket) if is_answer or (one.contact and one.contact.mail_replies)]
    if not receivers:
        return
    first = ticket.messages.order_by("at", "pk")[:1]
    telling = Telling(
        "received",
        f"received:{ticket.pk}",
        {"promise": lazy(promise_text, str)(ticket)},
        auto=ANSWERING if is_answer else AUTOMATIC,
    )
    room = Postroom.of(["received"], earlier={ticket.pk: list(first)})
    queue_all([room.write(ticket, receiver, telling, now=now) for receiver in receivers])


def tell_contact(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact and the watchers a public message."""
    _tell([(ticket, _reply(message))], now=now)


def tell_one(ticket: Ticket, message: Message, contact: Contact, *, now: datetime) -> None:
    """Send one contact, who has an address, a public message; nobody else."""
    receiver = Receiver(str(contact.pk), contact.email, contact.language or ticket.tenant.language, contact)
    _tell([(ticket, _reply(message))], to=lambda _ticket: [receiver], now=now)


def tell_contacts(messages: Sequence[Message], *, now: datetime) -> None:
    """Send each ticket's own people its own message: one insert for all of them."""
    _tell([(message.ticket, _reply(message)) for message in messages], now=now)


def tell_solved(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact and the watchers the solution, and how to open the ticket again."""
    _tell([(ticket, _solved(ticket, message))], now=now)


def tell_all_solved(messages: Sequence[Message], *, now: datetime) -> None:
    """Send each ticket's own people its own solution: one insert for all of them."""
    _tell([(message.ticket, _solved(message.ticket, message)) for message in messages], now=now)


def tell_severity(ticket: Ticket, *, before: str, now: datetime) -> None:
    """Tell the contact which severity was decided, and why (domain: the customer is told)."""
    values = {
        "severity.before": Severity(before).label,
        "severity.after": Severity(ticket.severity).label,
        "reason": written(ticket.severity_reason),
    }
    mail = "severity" if before == ticket.severity else "severity_changed"
    cause = f"severity:{ticket.pk}:{ticket.version}:{ticket.severity}"
    _tell([(ticket, Telling(mail, cause, values))], to=own, now=now)


def tell_started(ticket: Ticket, *, by: str, now: datetime) -> None:
    """Tell a contact who asked for it that work has started, and who works."""
    if ticket.contact is not None and ticket.contact.mail_started:
        _tell([(ticket, Telling("started", f"started:{ticket.pk}", {"agent.name": by}))], to=own, now=now)


def tell_merged(ticket: Ticket, into: Ticket, *, now: datetime) -> None:
    """Tell a merged ticket's contact under which number it goes on."""
    _tell_moved(ticket, into, "merged", f"merged:{ticket.pk}:{ticket.version}", now=now)


def tell_split(ticket: Ticket, new: Ticket, *, now: datetime) -> None:
    """Tell a ticket's contact which number a part of it has from now on."""
    _tell_moved(ticket, new, "split", f"split:{new.pk}", now=now)


def _tell_moved(ticket: Ticket, other: Ticket, mail: str, cause: str, *, now: datetime) -> None:
    values = {"other.number": str(other.number), "other.subject": other.subject}
    _tell([(ticket, Telling(mail, cause, values, shown=other))], to=own, now=now)


def _tell(
    tellings: Sequence[tuple[Ticket, Telling]],
    *,
    to: Callable[[Ticket], list[Receiver]] = own_and_watchers,
    now: datetime,
) -> None:
    """Queue what is told of each ticket; three questions for all of them, none where nobody is told."""
    told = [(ticket, telling, receivers) for ticket, telling in tellings if (receivers := to(ticket))]
    if not told:
        return
    messages = [telling.message for _ticket, telling, _receivers in told if telling.message]
    room = Postroom.of({telling.mail for _ticket, telling, _receivers in told}, told=messages)
    mails: list[OutboxMessage] = []
    for ticket, telling, receivers in told:
        mails += [room.write(ticket, receiver, telling, now=now) for receiver in receivers]
    queue_all(mails)


def _reply(message: Message) -> Telling:
    return _by_agent("reply", message, {})


def _solved(ticket: Ticket, message: Message) -> Telling:
    return _by_agent("solved", message, {"closes": lazy(closing_text, str)(ticket)})


def _by_agent(mail: str, message: Message, more: dict[str, object]) -> Telling:
    values = more | {"agent.name": message.author_name, "message": written(message.text)}
    return Telling(mail, f"message:{message.pk}", values, message=message, auto=BY_PERSON, is_quoting=True)


def promise_text(ticket: Ticket) -> str:
    """Say by when somebody begins, in the active language; the first deadline of a new ticket is its start."""
    if ticket.next_due_at is None:
        return _("We will answer, but promise no time.")
    when = formats.weekday_time(ticket.next_due_at, ZoneInfo(ticket.tenant.zone))
    return _("We begin by %(when)s at the latest.") % {"when": when}


def closing_text(ticket: Ticket) -> str:
    """Say when a solved ticket closes by itself, in the active language."""
    closes_at = ticket.close_due_at
    return formats.weekday_time(closes_at, ZoneInfo(ticket.tenant.zone)) if closes_at else "–"
