"""Two tickets about the same thing become one, and can be taken apart again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets import emails
from tickets.models import Ticket, TicketEvent, TicketWatcher
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.terms import recount_tickets
from tickets.services.watchers import add_watcher

Kind = TicketEvent.Kind
Status = Ticket.Status


@transaction.atomic
def merge(*, ticket: Ticket, into: Ticket, actor: Membership, now: datetime, version: int | None = None) -> Ticket:
    """Let `into` go on with what is on `ticket`, which is closed; give `ticket`. `version` is of `ticket`.

    Its messages are shown in the other conversation, where they stay its own rows. Clocks that still run are dropped;
    what is met or breached stays. Its contact watches the other ticket from now on, and is told its number by mail.
    ValidationError for another customer's ticket (one would read the other's words), a closed one, an incident, and
    where `into` is done.
    """
    with both(ticket, into, now=now, version=version) as (current, target):
        _check(current, target)
        watcher = _watch(current, target, actor, now)
        brought = list(Ticket.objects.filter(merged_into=current).values_list("pk", flat=True))
        Ticket.objects.filter(pk__in=brought).update(merged_into=target)
        record(
            current,
            Kind.MERGED,
            actor=actor,
            now=now,
            ticket=target.pk,
            before=_standing(current),
            watcher=watcher,
            brought=brought,
        )
        for key in [current.pk, *brought]:
            record(target, Kind.TOOK_IN, actor=actor, now=now, ticket=key)
        current.merged_into = target
        current.status, current.closed_at = Status.CLOSED, now
        current.close_due_at = None
        emails.tell_merged(current, target, now=now)
    return current


@transaction.atomic
def unmerge(*, ticket: Ticket, actor: Membership, now: datetime, version: int | None = None) -> Ticket:
    """Put a merged ticket back as it was: its status, and its clocks with their pauses and their deadlines.

    The time in between counts: the customer was promised an answer all the while. What was written on the other ticket
    since stays there. ValidationError for a ticket that is not merged.
    """
    stands = Ticket.objects.select_related("merged_into").get(pk=ticket.pk)
    if stands.merged_into is None:
        raise ValidationError(_("The ticket is not merged into another."), code="status")
    with both(stands, stands.merged_into, now=now, version=version) as (current, target):
        if current.merged_into_id != target.pk:  # moved on, or taken apart, before the lock was ours
            raise ValidationError(_("The ticket is not merged into another."), code="status")
        data = current.events.filter(kind=Kind.MERGED).latest("at", "pk").data
        _put_back(current, data["before"])
        brought = list(Ticket.objects.filter(pk__in=data["brought"], merged_into=target).values_list("pk", flat=True))
        Ticket.objects.filter(pk__in=brought).update(merged_into=current)
        if data["watcher"]:
            TicketWatcher.objects.filter(pk=data["watcher"], ticket=target).delete()
        record(current, Kind.UNMERGED, actor=actor, now=now, ticket=target.pk)
        for key in [current.pk, *brought]:
            record(target, Kind.GAVE_BACK, actor=actor, now=now, ticket=key)
    # Contracts and hours that changed meanwhile passed it by, since they look at open tickets alone.
    recount_tickets(Ticket.objects.filter(pk=current.pk), actor=actor, now=now)
    return current


@contextmanager
def both(one: Ticket, other: Ticket, *, now: datetime, version: int | None) -> Iterator[tuple[Ticket, Ticket]]:
    """Change two tickets; locked in the order of their keys, so that two people cannot wait for each other."""
    with ExitStack() as stack:
        locked = {
            row.pk: stack.enter_context(changing(row, now=now, version=version if row.pk == one.pk else None))
            for row in sorted({one.pk: one, other.pk: other}.values(), key=lambda row: row.pk)
        }
        yield locked[one.pk], locked[other.pk]


def _check(ticket: Ticket, into: Ticket) -> None:
    if ticket.pk == into.pk:
        problem = _("A ticket cannot be merged into itself.")
    elif ticket.customer_id != into.customer_id:
        problem = _("Only tickets of the same customer can be merged. Link them, or make them part of an incident.")
    elif ticket.merged_into_id:
        problem = _("The ticket is merged already.")
    elif ticket.status == Status.CLOSED:
        problem = _("A closed ticket cannot be merged.")
    elif ticket.is_incident:
        problem = _("An incident cannot be merged into another ticket.")
    elif not into.is_open:
        problem = _("Choose an open ticket: this one is done.")
    else:
        return
    raise ValidationError({"into": problem}, code="merge")


def _watch(ticket: Ticket, into: Ticket, actor: Membership, now: datetime) -> int | None:
    """Let the contact follow the ticket that goes on; give the new watcher's key, None where they are told anyway."""
    contact = ticket.contact
    if contact is None or contact.pk == into.contact_id or contact.customer_id != into.customer_id:
        return None
    watcher, is_new = add_watcher(ticket=into, contact=contact, actor=actor, now=now)
    return watcher.pk if is_new else None


def _standing(ticket: Ticket) -> dict[str, str]:
    """Give what merging takes away, to be put back."""
    due = ticket.close_due_at
    return {"status": ticket.status, "close_due_at": due.isoformat() if due else ""}


def _put_back(ticket: Ticket, before: dict[str, str]) -> None:
    ticket.merged_into = ticket.closed_at = None
    ticket.status = before["status"]
    ticket.close_due_at = datetime.fromisoformat(before["close_due_at"]) if before["close_due_at"] else None
