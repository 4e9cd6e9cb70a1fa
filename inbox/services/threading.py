"""Which ticket a mail belongs to."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inbox.models import InboundMail
from inbox.reading import Letter
from inbox.services.senders import Sender
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.threads import ticket_of_address, ticket_of_message_id

# A number that says what it is; other numbers in a subject are invoices, years and telephones.
_MARKED = re.compile(
    r"(?:#|\[|\b(?:ticket|case|ärende|ärendenummer|sag|sagsnummer|supportsag)\b\s*(?:no|nr|nummer)?[.:#]*\s*)(\d{1,9})(?!\d)",
    re.I,
)
_ANY = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
MOST_NUMBERS = 5


class Found(NamedTuple):
    """The ticket; proven where the mail answers one of its mails, which nobody knows who has not got it."""

    ticket: Ticket | None
    is_proven: bool


def find_ticket(letter: Letter, recipient: str, sender: Sender) -> Found:
    """Find the ticket that a mail goes on with; None for a new matter.

    First what it answers: a mail of ours says its ticket itself, signed; a mail that came in is known by its
    Message-ID, and counts from those whose ticket it is. Then the signed address that it was sent to. Last a number
    in the subject, and only from those whose ticket it is: everybody can write a number.
    """
    proven = (
        _numbered(ticket_of_message_id(reference) for reference in letter.references)
        or _first(_by_their_mails(letter.references), sender)
        or _numbered(ticket_of_address(address) for address in _addresses(letter, recipient))
    )
    if proven is not None:
        return Found(proven, is_proven=True)
    return Found(_first(_by_subject(letter.subject), sender), is_proven=False)


def answers_an_unread_mail(letter: Letter, mail: InboundMail) -> bool:
    """Say whether it answers a mail that was kept before it and is still to be read: then it is too early for it."""
    unread = InboundMail.objects.filter(state=InboundMail.State.STORED, pk__lt=mail.pk)
    return bool(letter.references) and unread.filter(mail_id__in=letter.references).exists()


def _addresses(letter: Letter, recipient: str) -> list[str]:
    return [recipient, *(person.address for person in (*letter.to, *letter.cc))]


def _by_their_mails(references: Sequence[str]) -> Iterable[Ticket]:
    if not references:
        return []
    answered = InboundMail.objects.filter(mail_id__in=list(references), ticket__isnull=False)
    by_id = dict(answered.values_list("mail_id", "ticket"))
    return _in_order([by_id[reference] for reference in references if reference in by_id], "pk")


def _by_subject(subject: str) -> Iterable[Ticket]:
    """Give the tickets whose number is marked as one, or stands beside the ticket's own subject."""
    marked = [int(number) for number in _MARKED.findall(subject)]
    found = _in_order([*marked, *(int(number) for number in _ANY.findall(subject))][:MOST_NUMBERS], "number")
    return [one for one in found if one.number in marked or one.subject.casefold() in subject.casefold()]


def _in_order(keys: Sequence[int], name: str) -> list[Ticket]:
    found = {getattr(ticket, name): ticket for ticket in _tickets().filter(**{f"{name}__in": keys})} if keys else {}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _first(tickets: Iterable[Ticket], sender: Sender) -> Ticket | None:
    return next((ticket for ticket in tickets if sender.belongs_to(ticket)), None)


def _numbered(numbers: Iterable[int | None]) -> Ticket | None:
    number = next((number for number in numbers if number), None)
    return _tickets().filter(number=number).first() if number else None


def _tickets() -> TicketQuerySet:
    return Ticket.objects.select_related("customer__tenant", "contact", "product")
