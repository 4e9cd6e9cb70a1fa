"""Where a ticket stands."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from tickets import emails
from tickets.models import Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record

Status = Ticket.Status


def set_status(*, ticket: Ticket, actor: Membership, status: str, now: datetime, version: int | None = None) -> Ticket:
    """Move an open ticket to another open status. ValidationError where solving, closing or opening again is meant:
    those are services of their own.
    """
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open or status not in Ticket.OPEN_STATUSES or status == Status.NEW:
            done = _("The ticket is already solved.")
            raise ValidationError(
                _("A ticket cannot be moved to this status.") if current.is_open else done, code="status"
            )
        if status != current.status:
            begin_work(current, actor=actor, now=now)
            move_to(current, status, actor=actor, now=now)
    return current


def start_work(*, ticket: Ticket, actor: Membership, now: datetime, version: int | None = None) -> Ticket:
    """Begin the first analysis: meets the start clock (domain: The promise). Nobody's ticket becomes the agent's."""
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        current.assignee = current.assignee or actor
        begin_work(current, actor=actor, now=now)
        if current.status == Status.NEW:
            move_to(current, Status.IN_PROGRESS, actor=actor, now=now)
    return current


def begin_work(ticket: Ticket, *, actor: Membership, now: datetime, is_told: bool = True) -> None:
    """Record that work started, once, and tell the contact who asked for it unless they are told more in the same
    breath; inside `changing`.
    """
    if ticket.started_at is None:
        ticket.started_at = now
        record(ticket, TicketEvent.Kind.STARTED, actor=actor, now=now)
        if is_told:
            emails.tell_started(ticket, by=actor.user.name, now=now)


def move_to(
    ticket: Ticket, status: str, *, actor: Membership | None, now: datetime, contact: Contact | None = None
) -> None:
    """Change the status and record it; inside `changing`."""
    if status != ticket.status:
        before, ticket.status = ticket.status, status
        record(ticket, TicketEvent.Kind.STATUS, actor=actor, contact=contact, now=now, status=status, before=before)
