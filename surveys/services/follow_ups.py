"""A manager calls a detractor, and notes what came of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from surveys.models import FollowUp


@transaction.atomic
def take_follow_up(*, follow_up: FollowUp, actor: Membership) -> FollowUp:
    """Make the call the actor's; one that is done stays whose it was."""
    locked: FollowUp = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if locked.state != FollowUp.State.DONE:
        locked.owner = actor
        locked.save(update_fields=["owner"])
    return locked


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, actor: Membership, notes: str, now: datetime) -> FollowUp:
    """Note the outcome of the call; the clock stops. ValidationError without notes, or where it is done already."""
    if not notes.strip():
        raise ValidationError({"notes": _("Write what came of the call.")}, code="notes")
    locked: FollowUp = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if locked.state == FollowUp.State.DONE:
        raise ValidationError(_("This call is already done."), code="state")
    locked.state, locked.notes, locked.done_at = FollowUp.State.DONE, notes.strip(), now
    locked.owner = locked.owner or actor
    locked.save()
    return locked
