"""One fault that many customers report: a parent ticket, and the tickets that it explains."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets import emails
from tickets.models import Ticket, TicketEvent
from tickets.services.batches import Batch, changing_many, in_batches
from tickets.services.changing import StaleTicketError, changing
from tickets.services.events import record
from tickets.services.resolution import closing_time, mark_solved

Kind = TicketEvent.Kind
Status = Ticket.Status


def mark_incident(
    *, ticket: Ticket, actor: Membership, is_incident: bool, now: datetime, version: int | None = None
) -> Ticket:
    """Make an open ticket an incident that others can be part of, or an ordinary one again.

    ValidationError where it is done, part of an incident itself, or still has tickets.
    """
    with changing(ticket, now=now, version=version) as current:
        if is_incident and not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        if is_incident and current.incident_id:
            raise ValidationError(_("The ticket is part of an incident."), code="status")
        if not is_incident and current.affected.exists():
            raise ValidationError(_("The incident still has tickets. Take them out first."), code="status")
        if is_incident != current.is_incident:
            current.is_incident = is_incident
            record(current, Kind.INCIDENT, actor=actor, now=now, what="marked" if is_incident else "unmarked")
    return current


@transaction.atomic
def attach(*, tickets: Collection[Ticket], incident: Ticket, actor: Membership, now: datetime) -> int:
    """Make open tickets, of whatever customers, part of an incident; give how many are new to it.

    ValidationError where `incident` is no open incident, and naming the tickets that are done or incidents themselves;
    nothing is written then.
    """
    with changing(incident, now=now) as parent:
        if not (parent.is_incident and parent.is_open):
            problem = _("%(number)s is not an open incident.") % {"number": parent.number}
            raise ValidationError({"incident": problem}, code="incident")
        joined: list[int] = []
        for keys in in_batches({ticket.pk for ticket in tickets} - {parent.pk}):
            with changing_many(keys, actor=actor, now=now) as batch:
                _refuse(batch.tickets)
                for child in batch.tickets:
                    if child.incident_id != parent.pk:
                        child.incident = parent
                        batch.record(child, Kind.INCIDENT, what="attached", ticket=parent.pk)
                        joined.append(child.pk)
        if joined:
            record(parent, Kind.INCIDENT, actor=actor, now=now, what="joined", count=len(joined))
    return len(joined)


def detach(*, ticket: Ticket, actor: Membership, now: datetime, version: int | None = None) -> Ticket:
    """Take a ticket out of its incident; one that is in none is left alone."""
    with changing(ticket, now=now, version=version) as current:
        if current.incident_id:
            record(current, Kind.INCIDENT, actor=actor, now=now, what="detached", ticket=current.incident_id)
            current.incident = None
    return current


@transaction.atomic
def update_affected(*, ticket: Ticket, actor: Membership, text: str, now: datetime, version: int | None = None) -> int:
    """Send a public update of an incident to its own contact and to every open ticket that is part of it; give to how
    many tickets it went.

    Each gets a message in its own conversation and a mail that names nobody else; start and next reply are answered as
    by a reply. Nobody's tickets stay nobody's. ValidationError for a ticket that is no incident.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write what the customers are told.")}, code="text")
    parent = _incident(ticket, version)
    keys = [parent.pk, *parent.affected.open().values_list("pk", flat=True)]
    for some in in_batches(keys):
        with changing_many(some, actor=actor, now=now) as batch:
            for current in batch.tickets:
                message = batch.write(current, text.strip())
                batch.record(current, Kind.REPLIED, message=message)
                current.started_at = current.started_at or now
                if current.status == Status.NEW:
                    before, current.status = current.status, Status.IN_PROGRESS
                    batch.record(current, Kind.STATUS, status=Status.IN_PROGRESS, before=before)
        emails.tell_contacts(batch.messages, now=now)
    return len(keys)


@transaction.atomic
def resolve_incident(
    *,
    ticket: Ticket,
    actor: Membership,
    solution: str,
    children: Collection[int],
    now: datetime,
    version: int | None = None,
) -> int:
    """Solve an incident, and with it those open tickets that are named by their keys; give how many were solved.

    Everybody gets the same written solution in their own conversation and by mail. Tickets that are not part of the
    incident, or are done meanwhile, are passed over.
    """
    if not solution.strip():
        raise ValidationError(
            {"solution": _("Write the solution: a ticket cannot be solved without one.")}, code="solution"
        )
    parent = _incident(ticket, version)
    if not parent.is_open:
        raise ValidationError(_("The ticket is already solved."), code="status")
    keys = [parent.pk, *parent.affected.open().filter(pk__in=children).values_list("pk", flat=True)]
    closes_at = closing_time(now)
    for some in in_batches(keys):
        with changing_many(some, actor=actor, now=now) as batch:
            for current in batch.tickets:
                _solve(batch, current, solution.strip(), closes_at)
        emails.tell_all_solved(batch.messages, now=now)
    return len(keys)


def _solve(batch: Batch, ticket: Ticket, solution: str, closes_at: datetime) -> None:
    if ticket.started_at is None:
        ticket.started_at = batch.now
        batch.record(ticket, Kind.STARTED)
    ticket.solution = solution
    mark_solved(ticket, now=batch.now, closes_at=closes_at)
    batch.record(ticket, Kind.RESOLVED, message=batch.write(ticket, solution))


def _incident(ticket: Ticket, version: int | None) -> Ticket:
    """Lock the parent alone first: its children cannot change whose they are without it."""
    parent = Ticket.objects.for_update().get(pk=ticket.pk)
    if version is not None and parent.version != version:
        raise StaleTicketError(parent)
    if not parent.is_incident:
        problem = _("%(number)s is not an open incident.") % {"number": parent.number}
        raise ValidationError(problem, code="status")
    return parent


def _refuse(tickets: Collection[Ticket]) -> None:
    wrong = [str(ticket.number) for ticket in tickets if ticket.is_incident or not ticket.is_open]
    if wrong:
        problem = _("Done, or incidents themselves: %(numbers)s. Nothing was changed.") % {"numbers": ", ".join(wrong)}
        raise ValidationError({"tickets": problem}, code="incident")
