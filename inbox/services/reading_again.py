"""A mail that could not be read, or was left, is read once more by the rules of today."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Membership
from inbox.models import InboundMail
from inbox.services.outcomes import Outcome
from inbox.wake import wake_readers_on_commit

State = InboundMail.State


@transaction.atomic
def read_again(*, mail: InboundMail, actor: Membership) -> None:
    """Put it back among those to be read, all attempts anew. ValidationError for one that was taken up, holds a virus,
    or is kept no longer.
    """
    again = InboundMail.objects.filter(pk=mail.pk, state__in=[State.FAILED, State.LEFT], has_raw=True)
    changed = again.exclude(outcome=Outcome.VIRUS).update(
        state=State.STORED, outcome="", error="", attempts=0, next_at=Now(), handled_at=None, asked_by=actor
    )
    if not changed:
        raise ValidationError(_("This mail cannot be read again."), code="state")
    wake_readers_on_commit()
