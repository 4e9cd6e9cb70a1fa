"""Solving, opening again, closing (domain: What happens to a ticket)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from sla.selectors import support_hours
from tickets import emails
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.attachments import Upload
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.messages import add_message
from tickets.services.search_index import index_tickets
from tickets.services.status import begin_work

Kind = TicketEvent.Kind
Status = Ticket.Status
DAYS_UNTIL_CLOSED = 5


@transaction.atomic
def resolve(
    *,
    ticket: Ticket,
    actor: Membership,
    solution: str,
    now: datetime,
    files: Sequence[Upload] = (),
    version: int | None = None,
) -> Ticket:
    """Solve the ticket with a written solution, which the customer is sent. ValidationError without solution."""
    if not solution.strip():
        raise ValidationError(
            {"solution": _("Write the solution: a ticket cannot be solved without one.")}, code="solution"
        )
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        begin_work(current, actor=actor, now=now, is_told=False)
        message = add_message(current, Message.Kind.REPLY, author=actor, text=solution.strip(), now=now, files=files)
        current.solution = solution.strip()
        mark_solved(current, now=now, closes_at=closing_time(now))
        current.assignee = current.assignee or actor
        record(current, Kind.RESOLVED, actor=actor, message=message, now=now)
        emails.tell_solved(current, message, now=now)
    index_tickets(current)
    return current


@transaction.atomic
def say_solved(
    *,
    ticket: Ticket,
    contact: Contact,
    actor: Membership | None,
    text: str,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Take the customer's word that an open ticket is solved; what they write is its solution.

    ValidationError where they write nothing.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write what solved it.")}, code="solution")
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        kind = Message.Kind.CUSTOMER
        message = add_message(current, kind, author=actor, contact=contact, text=text.strip(), now=now)
        current.solution = text.strip()
        mark_solved(current, now=now, closes_at=closing_time(now))
        record(current, Kind.RESOLVED, actor=actor, contact=contact, message=message, now=now)
    index_tickets(current)
    return current


def confirm_solved(
    *, ticket: Ticket, contact: Contact | None, actor: Membership | None, now: datetime, version: int | None = None
) -> Ticket:
    """Close a solved ticket because the customer says that it is."""
    with changing(ticket, now=now, version=version) as current:
        if current.status != Status.RESOLVED:
            raise ValidationError(_("Only a solved ticket can be confirmed."), code="status")
        _close(current, actor=actor, contact=contact, now=now)
    return current


def reopen(
    *, ticket: Ticket, actor: Membership, now: datetime, contact: Contact | None = None, version: int | None = None
) -> Ticket:
    """Open a solved ticket again; its resolution clock goes on. A closed one gets a follow-up instead."""
    with changing(ticket, now=now, version=version) as current:
        if current.status != Status.RESOLVED:
            raise ValidationError(_("Only a solved ticket can be opened again."), code="status")
        current.status = Status.IN_PROGRESS
        current.resolved_at = current.close_due_at = None
        record(current, Kind.REOPENED, actor=actor, contact=contact, now=now, status=Status.IN_PROGRESS)
    return current


def close_if_due(*, ticket: Ticket, now: datetime) -> None:
    """Close a solved ticket whose 5 working days have passed; anything else is left alone."""
    with changing(ticket, now=now) as current:
        if current.status == Status.RESOLVED and current.close_due_at and current.close_due_at <= now:
            _close(current, actor=None, contact=None, now=now)


def closing_time(now: datetime) -> datetime:
    """Give when a ticket solved now closes by itself."""
    return support_hours().due_business_days(now, DAYS_UNTIL_CLOSED)


def mark_solved(ticket: Ticket, *, now: datetime, closes_at: datetime) -> None:
    """Set the columns of a solved ticket; the caller has written the solution and records the event."""
    ticket.status = Status.RESOLVED
    ticket.resolved_at = now
    ticket.close_due_at = closes_at


def _close(ticket: Ticket, *, actor: Membership | None, contact: Contact | None, now: datetime) -> None:
    ticket.status = Status.CLOSED
    ticket.closed_at = now
    ticket.close_due_at = None
    record(ticket, Kind.CLOSED, actor=actor, contact=contact, now=now)
