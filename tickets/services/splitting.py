"""A ticket about two things becomes two."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets import emails
from tickets.models import Attachment, Message, Ticket, TicketEvent, TicketLink
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.filing import file_ticket
from tickets.services.search_index import index_tickets


@transaction.atomic
def split(
    *,
    ticket: Ticket,
    messages: Collection[int],
    subject: str,
    actor: Membership,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Make a new ticket of the same customer from some messages, by their keys; give it.

    The messages stay where they are, with a pointer, and are copied with their authors, times and files. The new
    ticket's clocks start now: until now its question stood under the promises of this one. Both are linked, and the
    contact is told the new number. ValidationError without subject, without messages, and with none of the customer's.
    """
    if not subject.strip():
        raise ValidationError({"subject": _("Give the new ticket a subject.")}, code="subject")
    with changing(ticket, now=now, version=version) as current:
        chosen = list(
            current.messages.filter(pk__in=messages)
            .select_related("contact", "author")
            .prefetch_related("attachments")
            .order_by("at", "pk")
        )
        first = next((message for message in chosen if message.kind == Message.Kind.CUSTOMER), None)
        if first is None:
            problem = _("Choose the messages, at least one of them the customer’s.")
            raise ValidationError({"messages": problem}, code="messages")
        new = file_ticket(
            actor=actor,
            customer=current.customer,
            contact=first.contact or current.contact,
            subject=subject,
            text=first.text,
            severity=current.severity,
            product=current.product,
            channel=current.channel,
            team=current.team,
            now=now,
        )
        _copy(chosen, first, new)
        index_tickets(new)
        TicketLink.objects.create(ticket=new, other=current, kind=TicketLink.Kind.SPLIT_FROM, actor=actor, at=now)
        record(
            current,
            TicketEvent.Kind.SPLIT,
            actor=actor,
            now=now,
            ticket=new.pk,
            messages=[message.pk for message in chosen],
        )
        emails.tell_split(current, new, now=now)
    return new


def _copy(chosen: Collection[Message], first: Message, new: Ticket) -> None:
    """Write the messages under the new ticket as they were; the one it was filed with takes the first one's place."""
    filed = new.messages.get()
    Message.objects.filter(pk=filed.pk).update(author=first.author, channel=first.channel, at=first.at)
    copies = {first.pk: filed}
    for message in chosen:
        if message.pk != first.pk:
            copies[message.pk] = Message.objects.create(
                ticket=new,
                kind=message.kind,
                author=message.author,
                contact=message.contact,
                channel=message.channel,
                text=message.text,
                at=message.at,
            )
    # The same stored files: no row is ever deleted with its file.
    Attachment.objects.bulk_create(
        Attachment(
            message=copies[message.pk],
            ticket=new,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            path=file.path,
            uploaded_at=file.uploaded_at,
            held=file.held,
            virus=file.virus,
            scan_at=file.scan_at,
        )
        for message in chosen
        for file in message.attachments.all()
    )
