"""Several tickets at once, each by the service of the change; what was done can be undone for a while."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import BulkChange, Message, Team, Ticket
from tickets.services.assignment import assign
from tickets.services.changing import StaleTicketError, changing
from tickets.services.merging import unmerge
from tickets.services.status import move_to
from tickets.services.tags import set_tags

UNDO_FOR = timedelta(minutes=15)
# Gives what is done to one ticket: apply(ticket, now).
Apply = Callable[[Ticket, datetime], Ticket]


@dataclass
class Outcome:
    """What became of the tickets: the numbers changed, and by reason the numbers that were not. `wrote` says that
    messages were written, which stay where the change is undone.
    """

    changed: list[int] = field(default_factory=list)
    refused: dict[str, list[int]] = field(default_factory=dict)
    change: BulkChange | None = None
    wrote: bool = False

    def refuse(self, ticket: int, reason: str) -> None:
        """Note a ticket that stays as it is."""
        self.refused.setdefault(reason, []).append(ticket)


def change_tickets(*, tickets: Iterable[Ticket], actor: Membership, applies: Iterable[Apply], now: datetime) -> Outcome:
    """Do the same to each ticket, each in a transaction of its own: one that refuses hinders no other.

    A ticket that was already so counts as not changed.
    """
    outcome, before, steps = Outcome(), [], list(applies)
    for ticket in tickets:
        was, last = _state(ticket), _last_event(ticket)
        try:
            with transaction.atomic():
                for step in steps:
                    ticket = step(ticket, now)
        except ValidationError as error:
            outcome.refuse(ticket.number, " ".join(error.messages))
            continue
        if _last_event(ticket) == last:
            outcome.refuse(ticket.number, _("It was so already."))
            continue
        outcome.changed.append(ticket.number)
        before.append({"number": ticket.number, "version": ticket.version, **was})
    if before:
        outcome.change = BulkChange.objects.create(actor=actor, at=now, before=before)
        outcome.wrote = _wrote(outcome.change, outcome.changed)
    return outcome


def undo(*, change: BulkChange, actor: Membership, now: datetime) -> Outcome:
    """Put back what a bulk change of the actor's own replaced, as new events. What somebody has changed since is left
    as it is now, and said. That work had started stays so, and so does what was written.
    ValidationError where it is too late, or undone already.
    """
    with transaction.atomic():
        locked = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        if locked.actor_id != actor.pk:
            raise ValidationError(_("Only who did it can undo it."), code="actor")
        if locked.undone_at is not None:
            raise ValidationError(_("It has been undone already."), code="undone")
        if now - locked.at > UNDO_FOR:
            raise ValidationError(_("It is too late to undo it. Nothing was changed."), code="late")
        locked.undone_at = now
        locked.save(update_fields=["undone_at"])
        outcome = Outcome(change=locked)
        kept = {entry["number"]: entry for entry in locked.before}
        for ticket in Ticket.objects.filter(number__in=kept).order_by("number"):
            try:
                with transaction.atomic():
                    _restore(ticket, kept[ticket.number], actor=actor, now=now)
                outcome.changed.append(ticket.number)
            except StaleTicketError:
                outcome.refuse(ticket.number, _("It has been changed since."))
            except ValidationError as error:
                outcome.refuse(ticket.number, " ".join(error.messages))
        outcome.wrote = _wrote(locked, outcome.changed)
    return outcome


def _last_event(ticket: Ticket) -> int | None:
    return ticket.events.order_by("-pk").values_list("pk", flat=True).first()


def _wrote(change: BulkChange, numbers: list[int]) -> bool:
    return Message.objects.filter(ticket__number__in=numbers, author=change.actor, at=change.at).exists()


def _state(ticket: Ticket) -> dict[str, Any]:
    """Give what a bulk change can replace. Whoever adds a change adds what it replaces here and in _restore."""
    tags = list(ticket.ticket_tags.order_by("tag__name").values_list("tag__name", flat=True))
    return {
        "assignee": ticket.assignee_id,
        "team": ticket.team_id,
        "status": ticket.status,
        "merged_into": ticket.merged_into_id,
        "tags": tags,
    }


def _restore(ticket: Ticket, was: dict[str, Any], *, actor: Membership, now: datetime) -> None:
    version = was["version"]
    if ticket.merged_into_id != was.get("merged_into"):  # a change made before merging was one has no such entry
        unmerge(ticket=ticket, actor=actor, now=now, version=version)
        return
    if _state(ticket)["tags"] != was.get("tags", []):
        ticket = set_tags(ticket=ticket, actor=actor, names=was.get("tags", []), now=now, version=version)
        version = ticket.version
    if (ticket.assignee_id, ticket.team_id) != (was["assignee"], was["team"]):
        assignee = Membership.objects.select_related("user").filter(pk=was["assignee"]).first()
        team = Team.objects.filter(pk=was["team"]).first()
        ticket = assign(ticket=ticket, actor=actor, assignee=assignee, team=team, now=now, version=version)
        version = ticket.version
    if ticket.status != was["status"]:
        with changing(ticket, now=now, version=version) as current:
            if not current.is_open or was["status"] not in Ticket.OPEN_STATUSES:
                raise ValidationError(_("The ticket is already solved."), code="status")
            move_to(current, was["status"], actor=actor, now=now)
