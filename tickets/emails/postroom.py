"""What the mails of one change share: whence they come, the thread they stand in, and the tenant's own words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import translation

from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTERS, SIGNATURE
from accounts.mailwords.chosen import ChosenWords
from outbox.addresses import AUTOMATIC, BY_PERSON, named_address, one_click
from outbox.models import OutboxMessage
from outbox.services import write_mail
from tickets import threads
from tickets.emails.enclosing import Enclosed
from tickets.emails.receivers import Receiver
from tickets.emails.thread import tenants_address, thread_headers
from tickets.mailwords.quoting import quotes_of
from tickets.mailwords.values import values_of
from tickets.models import Mailbox, Message, Ticket
from tickets.stopping import watching_token

# So many earlier mails are named in References; the root holds the thread together where they are not enough.
REMEMBERED = 6


@dataclass(frozen=True)
class Telling:
    """What one mail tells: its name in the catalogue, what caused it (the beginning of the key), and its values.

    `message` is what somebody wrote, where that is told; `shown` is the ticket that the button opens, if another one.
    """

    mail: str
    cause: str
    values: Mapping[str, object] = field(default_factory=dict)
    message: Message | None = None
    shown: Ticket | None = None
    auto: str = AUTOMATIC
    is_quoting: bool = False

    @cached_property
    def enclosed(self) -> Enclosed:
        """Give the files that go with it, read once."""
        return Enclosed(self.message)


class Envelope(NamedTuple):
    """What a mail about a ticket has on the outside; `is_answerable` where an answer to it reaches the ticket."""

    sender: str
    reply_to: str | None
    message_id: str
    headers: dict[str, str]
    is_answerable: bool

    def arguments(self) -> dict[str, Any]:
        """Give it as write_mail takes it."""
        return {
            "sender": self.sender,
            "reply_to": self.reply_to,
            "message_id": self.message_id,
            "headers": self.headers,
        }


class Postroom:
    """Writes mails about tickets; everything it has to read is read once, whatever their number."""

    def __init__(
        self, boxes: Sequence[Mailbox], words: ChosenWords, earlier: Mapping[int, list[Message]] | None = None
    ) -> None:
        self._boxes, self._words, self._earlier = boxes, words, earlier or {}

    @classmethod
    def of(
        cls,
        mails: Collection[str],
        *,
        told: Sequence[Message] = (),
        earlier: Mapping[int, list[Message]] | None = None,
    ) -> Self:
        """Read the mailboxes and the words of these mails, and what was written before the messages that are told;
        `earlier` is that, by ticket, where it is at hand.

        Two questions, three with messages.
        """
        return cls(mailboxes(), ChosenWords.of(mails), earlier or _earlier_than(told))

    def write(self, ticket: Ticket, receiver: Receiver, telling: Telling, *, now: datetime) -> OutboxMessage:
        """Write one mail in its reader's language; nothing is kept yet."""
        tenant, language, contact = ticket.tenant, receiver.language, receiver.contact
        key = f"{telling.cause}:{receiver.key}"
        author = str(telling.values.get("agent.name", "")) if telling.auto == BY_PERSON else ""
        earlier = self._earlier.get(ticket.pk, [])
        envelope = envelope_of(ticket, key, self._boxes, author=author, earlier=earlier, receiver=receiver.key)
        # Who cannot sign in has no use for an address of the portal.
        has_portal = contact is not None and contact.membership_id is not None
        url = absolute_url(tenant, "portal:ticket", (telling.shown or ticket).number) if has_portal else ""
        stop = absolute_url(tenant, "portal:stop", watching_token(receiver.watcher)) if receiver.watcher else ""
        headers = envelope.headers | (one_click(stop) if stop else {})
        with translation.override(language):
            values = values_of(ticket, tenant, contact, link=url, more=telling.values)
            context = self._words.letter(telling.mail, values, language=language, team=ticket.team_id) | {
                "ticket": ticket,
                "signature": self._words.drawn(SIGNATURE, values, language=language, team=ticket.team_id),
                "quotes": quotes_of(ticket, earlier, since=receiver.since) if telling.is_quoting else [],
                "files": telling.enclosed.lines(tenant, has_portal=has_portal),
                "stop_url": stop,
                "is_answerable": envelope.is_answerable,
            }
        return write_mail(
            dedupe_key=key,
            recipient=receiver.address,
            template=LETTERS[telling.mail].template,
            context=context,
            language=language,
            now=now,
            tenant=tenant,
            auto=telling.auto,
            files=telling.enclosed.carried,
            **envelope.arguments() | {"headers": headers},
        )


def mailboxes() -> list[Mailbox]:
    """Give the tenant's mailboxes that take mail. One question."""
    return list(Mailbox.objects.filter(is_active=True).order_by("pk"))


def envelope_of(
    ticket: Ticket,
    key: str,
    boxes: Sequence[Mailbox],
    *,
    author: str = "",
    earlier: Sequence[Message] = (),
    receiver: str = "",
) -> Envelope:
    """Give the outside of the mail that `key` causes: from the product's mailbox, else the first one for everything,
    else the tenant's address; answers go to the mailbox, signed for the ticket. `author` names the agent who wrote it.
    """
    tenant = ticket.tenant
    box = _box_for(ticket, boxes)
    address = box.address if box else tenants_address(tenant)
    name = (box.name if box else "") or tenant.name
    domain = address.rpartition("@")[2]
    return Envelope(
        sender=named_address(f"{author} ({name})" if author else name, address),
        reply_to=threads.reply_address(address, ticket.number) if box else tenant.sender or None,
        message_id=threads.message_id_of(ticket.number, key, domain),
        headers=thread_headers(ticket, earlier, receiver=receiver, domain=domain),
        is_answerable=box is not None,
    )


def _box_for(ticket: Ticket, boxes: Sequence[Mailbox]) -> Mailbox | None:
    of_product = (box for box in boxes if box.product_id and box.product_id == ticket.product_id)
    return next(of_product, None) or next((box for box in boxes if box.product_id is None), None)


def _earlier_than(messages: Sequence[Message]) -> dict[int, list[Message]]:
    """Give the latest public messages of each ticket, newest first, without these themselves. One question, or none."""
    if not messages:
        return {}
    newest = [F("at").desc(), F("pk").desc()]
    public = Message.objects.filter(ticket__in={message.ticket_id for message in messages})
    rows = (
        public.exclude(kind=Message.Kind.NOTE)
        .exclude(pk__in=[message.pk for message in messages])
        .annotate(place=Window(RowNumber(), partition_by="ticket", order_by=newest))
        .filter(place__lte=REMEMBERED)
        .select_related("author__user", "contact")
        .order_by("ticket", "place")
    )
    found: dict[int, list[Message]] = {}
    for row in rows:
        found.setdefault(row.ticket_id, []).append(row)
    return found
