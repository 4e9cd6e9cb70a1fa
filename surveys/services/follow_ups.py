"""Managers share the calls to detractors, and note what came of them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from surveys.models import FollowUp, FollowUpNote
from surveys.selectors.callers import callers
from tickets.services.messages import write_beside

Kind = FollowUpNote.Kind


@transaction.atomic
def assign_follow_up(*, follow_up: FollowUp, owner: Membership | None, actor: Membership, now: datetime) -> FollowUp:
    """Make the call somebody's, or again every manager's (None). One that is done stays whose it was.

    ValidationError for anybody who is no active manager or admin.
    """
    if owner is not None and owner not in callers(None):
        raise ValidationError({"owner": _("Choose a manager.")}, code="owner")
    locked = _locked(follow_up)
    if locked.is_open and locked.owner != owner:
        locked.owner = owner
        locked.save(update_fields=["owner"])
        FollowUpNote.objects.create(follow_up=locked, kind=Kind.ASSIGNED, author=actor, owner=owner, at=now)
    return locked


def take_follow_up(*, follow_up: FollowUp, actor: Membership, now: datetime) -> FollowUp:
    """Make the call the actor's; one that is done stays whose it was."""
    return assign_follow_up(follow_up=follow_up, owner=actor, actor=actor, now=now)


@transaction.atomic
def note_follow_up(*, follow_up: FollowUp, actor: Membership, text: str, now: datetime) -> FollowUpNote:
    """Note something about the call, done or not. ValidationError without words."""
    if not text.strip():
        raise ValidationError({"notes": _("Write a note.")}, code="notes")
    return FollowUpNote.objects.create(follow_up=_locked(follow_up), author=actor, text=text.strip(), at=now)


@transaction.atomic
def finish_follow_up(
    *, follow_up: FollowUp, actor: Membership, outcome: str, notes: str, now: datetime, letter: str = ""
) -> FollowUp:
    """Note the outcome of the call; the clock stops. Nobody's becomes the actor's. `letter`, if any, is mailed to the
    contact, stands on the ticket's own thread, and is kept with the call.

    ValidationError without notes, for what is no outcome of a call, for a letter to a contact without address, or where
    it is done already.
    """
    if not notes.strip():
        raise ValidationError({"notes": _("Write what came of the call.")}, code="notes")
    if outcome not in chosen_outcomes():
        raise ValidationError({"outcome": _("Choose what came of the call.")}, code="outcome")
    locked = _locked(follow_up)
    if not locked.is_open:
        raise ValidationError(_("This call is already done."), code="state")
    locked.state, locked.outcome, locked.done_at = FollowUp.State.DONE, outcome, now
    locked.owner = locked.owner or actor
    locked.save()
    FollowUpNote.objects.create(follow_up=locked, kind=Kind.DONE, author=actor, text=notes.strip(), at=now)
    if letter.strip():
        _write(locked, actor, letter.strip(), now)
    return locked


def _write(task: FollowUp, actor: Membership, text: str, now: datetime) -> None:
    contact = written_to(task)
    if contact is None:
        raise ValidationError({"letter": _("This contact has no e-mail address.")}, code="letter")
    FollowUpNote.objects.create(follow_up=task, kind=Kind.WRITTEN, author=actor, text=text, at=now)
    write_beside(ticket=task.answer.invitation.ticket, actor=actor, contact=contact, text=text, now=now)


def written_to(task: FollowUp) -> Contact | None:
    """Give whom a letter about the call goes to; None where there is nobody left with an address."""
    contact = task.answer.invitation.contact
    return contact if contact and contact.email and contact.left_at is None else None


def chosen_outcomes() -> dict[str, str]:
    """Give the outcomes that a person chooses from, with their words."""
    return {key: str(word) for key, word in FollowUp.Outcome.choices if key != FollowUp.Outcome.RAISED}


def _locked(follow_up: FollowUp) -> FollowUp:
    found: FollowUp = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    return found
