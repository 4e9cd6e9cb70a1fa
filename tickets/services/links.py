"""Tickets that have to do with one another."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import Ticket, TicketEvent, TicketLink
from tickets.services.events import record
from tickets.services.merging import both

# Splitting writes its own kind.
BY_HAND = (TicketLink.Kind.RELATED, TicketLink.Kind.DUPLICATE, TicketLink.Kind.CAUSED_BY)


@transaction.atomic
def link(*, ticket: Ticket, other: Ticket, kind: str, actor: Membership, now: datetime) -> TicketLink:
    """Say what a ticket is to another, of whatever customer; seen at the desk alone. Said again, it is the same link.

    ValidationError for a ticket and itself, for an unknown kind, and where the other says the same of this one.
    """
    if kind not in BY_HAND:
        raise ValidationError({"kind": _("Choose how they belong together.")}, code="kind")
    if ticket.pk == other.pk:
        raise ValidationError({"other": _("A ticket cannot be linked to itself.")}, code="link")
    if TicketLink.objects.filter(ticket=other, other=ticket, kind=kind).exists():
        raise ValidationError({"other": _("The tickets are linked already.")}, code="link")
    with both(ticket, other, now=now, version=None) as (current, target):
        found, is_new = TicketLink.objects.get_or_create(
            ticket=current, other=target, kind=kind, defaults={"actor": actor, "at": now}
        )
        if is_new:
            record(current, TicketEvent.Kind.LINKED, actor=actor, now=now, ticket=target.pk, link=kind)
            record(target, TicketEvent.Kind.LINKED, actor=actor, now=now, ticket=current.pk, link=kind, here=True)
    return found


@transaction.atomic
def unlink(*, link: TicketLink, actor: Membership, now: datetime) -> None:
    """Take a link away from both tickets; the trail keeps that it was there."""
    with both(link.ticket, link.other, now=now, version=None) as (current, target):
        deleted, _rows = TicketLink.objects.filter(pk=link.pk).delete()
        if deleted:
            record(current, TicketEvent.Kind.UNLINKED, actor=actor, now=now, ticket=target.pk, link=link.kind)
            record(target, TicketEvent.Kind.UNLINKED, actor=actor, now=now, ticket=current.pk, link=link.kind)
