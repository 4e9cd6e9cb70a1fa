"""Which ticket a mail belongs to."""

import re
from collections.abc import Iterable, Sequence

from inbox.models import InboundMail
from inbox.reading import Letter
from inbox.services.senders import Sender
from tickets.models import Ticket
from tickets.threads import ticket_of_address, ticket_of_message_id

_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
MOST_NUMBERS = 5


def find_ticket(letter: Letter, recipient: str, sender: Sender) -> Ticket | None:
    """Find the ticket that a mail goes on with; None for a new matter.

    First what it answers: a mail of ours says its ticket itself, signed; a mail that came in is known by its
    Message-ID, and counts from those whose ticket it is. Then the signed address that it was sent to. Last a number
    in the subject, and only from those whose ticket it is: everybody can write a number.
    """
    return (
        _by_our_mails(letter.references)
        or _first(_by_their_mails(letter.references), sender)
        or _by_address([recipient, *(person.address for person in (*letter.to, *letter.cc))])
        or _first(_by_subject(letter.subject), sender)
    )


def _by_our_mails(references: Sequence[str]) -> Ticket | None:
    return _numbered(ticket_of_message_id(reference) for reference in references)


def _by_address(addresses: Sequence[str]) -> Ticket | None:
    return _numbered(ticket_of_address(address) for address in addresses)


def _by_their_mails(references: Sequence[str]) -> Iterable[Ticket]:
    answered = InboundMail.objects.filter(message_id__in=list(references), ticket__isnull=False)
    by_id = dict(answered.values_list("message_id", "ticket"))
    keys = [by_id[reference] for reference in references if reference in by_id]
    tickets = _tickets().in_bulk(keys)
    return [tickets[key] for key in dict.fromkeys(keys)]


def _by_subject(subject: str) -> Iterable[Ticket]:
    numbers = [int(number) for number in _NUMBER.findall(subject)[:MOST_NUMBERS]]
    tickets = {ticket.number: ticket for ticket in _tickets().filter(number__in=numbers)} if numbers else {}
    return [tickets[number] for number in numbers if number in tickets]


def _first(tickets: Iterable[Ticket], sender: Sender) -> Ticket | None:
    return next((ticket for ticket in tickets if sender.belongs_to(ticket)), None)


def _numbered(numbers: Iterable[int | None]) -> Ticket | None:
    number = next((number for number in numbers if number), None)
    return _tickets().filter(number=number).first() if number else None


def _tickets():  # type: ignore[no-untyped-def]
    return Ticket.objects.select_related("customer__tenant", "contact", "product")
