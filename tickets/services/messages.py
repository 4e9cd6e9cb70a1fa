"""What is written on a ticket: replies, notes, and the customer's own words."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from tickets import emails
from tickets.mailed import NO_MAIL, Mailed, columns_of
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.attachments import Upload, store_files
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.filing import file_ticket
from tickets.services.mentions import mention
from tickets.services.search_index import index_tickets
from tickets.services.status import move_to
from tickets.services.watching import copy_to

Kind = TicketEvent.Kind
Status = Ticket.Status


@transaction.atomic
def reply(
    *,
    ticket: Ticket,
    actor: Membership,
    text: str,
    now: datetime,
    files: Sequence[Upload] = (),
    then_wait: bool = False,
    cc: Sequence[str] = (),
    version: int | None = None,
) -> Ticket:
    """Answer the customer. Counts as started work, stops next_reply, and `then_wait` waits for the customer.

    The addresses of `cc` watch the ticket from this answer on.
    """
    with changing(ticket, now=now, version=version) as current:
        refuse_merged(current)
        message = add_message(current, Message.Kind.REPLY, author=actor, text=text, now=now, files=files)
        record(current, Kind.REPLIED, actor=actor, message=message, now=now)
        current.started_at = current.started_at or now
        current.assignee = current.assignee or actor
        if then_wait and current.is_open:
            move_to(current, Status.WAITING_CUSTOMER, actor=actor, now=now)
        elif current.status == Status.NEW:
            move_to(current, Status.IN_PROGRESS, actor=actor, now=now)
        copy_to(current, cc, actor=actor, now=now)
        emails.tell_contact(current, message, now=now)
    index_tickets(current)
    return current


@transaction.atomic
def write_beside(*, ticket: Ticket, actor: Membership, contact: Contact, text: str, now: datetime) -> Message:
    """Write to one contact about a ticket, whatever its status, and put it on the ticket's own thread: an answer that
    moves nothing and gives the ticket to nobody. On a merged ticket it lands in the one that goes on with it.
    """
    with changing(_where_it_lands(ticket), now=now) as current:
        message = add_message(current, Message.Kind.REPLY, author=actor, text=text, now=now)
        record(current, Kind.REPLIED, actor=actor, message=message, now=now)
        emails.tell_one(current, message, contact, now=now)
    index_tickets(current)
    return message


@transaction.atomic
def add_note(
    *,
    ticket: Ticket,
    actor: Membership | None,
    text: str,
    now: datetime,
    files: Sequence[Upload] = (),
    version: int | None = None,
    mailed: Mailed = NO_MAIL,
) -> Ticket:
    """Write a note that the customer never sees; colleagues named in it are told. `actor` None: it came by itself."""
    with changing(ticket, now=now, version=version) as current:
        refuse_merged(current)
        message = add_message(current, Message.Kind.NOTE, author=actor, text=text, now=now, files=files, mailed=mailed)
        record(current, Kind.NOTED, actor=actor, message=message, now=now)
        if actor is not None:
            mention(message, actor=actor, now=now)
    index_tickets(current)
    return current


@transaction.atomic
def customer_wrote(
    *,
    ticket: Ticket,
    contact: Contact | None,
    actor: Membership | None,
    text: str,
    now: datetime,
    files: Sequence[Upload] = (),
    channel: str = Ticket.Channel.PORTAL,
    version: int | None = None,
    mailed: Mailed = NO_MAIL,
    receipt: bool = False,
) -> Ticket:
    """Take the customer's words: on a waiting or solved ticket they bring it back to work, on a closed one they open a
    follow-up that links to it, which is returned (domain: What happens to a ticket). Words on a merged ticket land in
    the one that goes on with it. `receipt` tells the contact the number of a follow-up, as filing does.
    """
    asked, ticket = ticket, _where_it_lands(ticket)
    version = version if ticket.pk == asked.pk else None
    if ticket.status == Status.CLOSED:
        return file_ticket(
            actor=actor,
            customer=ticket.customer,
            contact=contact,
            subject=ticket.subject,
            text=text,
            severity=ticket.severity,
            product=ticket.product,
            channel=channel,
            files=files,
            follow_up_of=ticket,
            now=now,
            mailed=mailed,
            receipt=receipt,
        )
    with changing(ticket, now=now, version=version) as current:
        message = add_message(
            current,
            Message.Kind.CUSTOMER,
            author=actor,
            contact=contact,
            text=text,
            now=now,
            files=files,
            channel=channel,
            mailed=mailed,
        )
        if current.status == Status.RESOLVED:
            current.resolved_at = current.close_due_at = None
            current.status = Status.IN_PROGRESS
            record(current, Kind.REOPENED, actor=actor, contact=contact, now=now, status=Status.IN_PROGRESS)
        elif current.status in (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY):
            move_to(current, Status.IN_PROGRESS, actor=actor, contact=contact, now=now)
        record(current, Kind.CUSTOMER_WROTE, actor=actor, contact=contact, message=message, now=now)
    index_tickets(current)
    return current


def refuse_merged(ticket: Ticket) -> None:
    """ValidationError for a ticket that another goes on with: nobody would read what is written here."""
    if ticket.merged_into_id:
        into = Ticket.objects.values_list("number", flat=True).get(pk=ticket.merged_into_id)
        raise ValidationError(_("The ticket is merged. Write in %(number)s.") % {"number": into}, code="status")


def _where_it_lands(ticket: Ticket) -> Ticket:
    """Lock the ticket that goes on with it before it is looked at: it may have closed or moved since it was read."""
    key = ticket.merged_into_id or ticket.pk
    while True:
        found = Ticket.objects.for_update().select_related("customer__tenant", "product").get(pk=key)
        if found.merged_into_id is None:
            return found
        key = found.merged_into_id


def add_message(
    ticket: Ticket,
    kind: str,
    *,
    author: Membership | None,
    text: str,
    now: datetime,
    contact: Contact | None = None,
    files: Sequence[Upload] = (),
    channel: str = Ticket.Channel.PORTAL,
    mailed: Mailed = NO_MAIL,
) -> Message:
    """Write a message row and its files; the caller records the event inside `changing`."""
    message = Message.objects.create(
        ticket=ticket,
        kind=kind,
        author=author,
        contact=contact,
        channel=channel,
        text=text,
        **columns_of(mailed),
        at=now,
    )
    message.new_files = store_files(message, files, now=now)
    return message
