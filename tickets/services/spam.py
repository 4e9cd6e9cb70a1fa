"""Spam that came by mail is put away: closed without a solution, a mail or a survey, and not counted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.services.rights import require_agent
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.terms import recount_tickets

Kind = TicketEvent.Kind
Status = Ticket.Status


def may_be_spam(ticket: Ticket) -> bool:
    """Say whether it can be: open, by mail, and from whoever has no contract, or whose name somebody else may have
    used. A customer's promise is not ended by a word. One question at most.
    """
    if not ticket.is_open or ticket.channel != Ticket.Channel.EMAIL or ticket.kind != Ticket.Kind.QUESTION:
        return False
    return ticket.customer.is_prospect or is_doubted(ticket)


def is_doubted(ticket: Ticket) -> bool:
    """Say whether the sender of its first message could not be confirmed. One question."""
    first = Message.objects.filter(ticket=ticket).order_by("at", "pk").values_list("doubt", flat=True).first()
    return bool(first)


def mark_spam(*, ticket: Ticket, actor: Membership, now: datetime, version: int | None = None) -> Ticket:
    """Put it away. Nobody is told, clocks that run are dropped, and figures leave it out.

    ValidationError for what cannot be spam, NotAllowedError for who keeps no customers.
    """
    require_agent(actor)
    with changing(ticket, now=now, version=version) as current:
        if not may_be_spam(current):
            raise ValidationError(_("Only an open ticket that a stranger sent by mail can be spam."), code="spam")
        record(current, Kind.SPAM, actor=actor, now=now, before=current.status)
        current.kind, current.status, current.closed_at = Ticket.Kind.SPAM, Status.CLOSED, now
    return current


@transaction.atomic
def unmark_spam(*, ticket: Ticket, actor: Membership, now: datetime) -> Ticket:
    """Bring it back as it was, its clocks with the time in between. ValidationError for what is no spam."""
    require_agent(actor)
    with changing(ticket, now=now) as current:
        if current.kind != Ticket.Kind.SPAM:
            raise ValidationError(_("The ticket is not marked as spam."), code="spam")
        current.kind, current.closed_at = Ticket.Kind.QUESTION, None
        current.status = current.events.filter(kind=Kind.SPAM).latest("at", "pk").data["before"]
        record(current, Kind.NOT_SPAM, actor=actor, now=now)
    # Contracts and hours that changed meanwhile passed it by, since they look at open tickets alone.
    recount_tickets(Ticket.objects.filter(pk=current.pk), actor=actor, now=now)
    return current
