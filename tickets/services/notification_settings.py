"""How a member wants to be told."""

from collections.abc import Mapping, Sequence
from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import Notification, NotificationChoice, Way


@transaction.atomic
def choose_notifications(
    *,
    actor: Membership,
    ways: Mapping[str, str],
    quiet_from: time | None,
    quiet_until: time | None,
    days_off: Sequence[int],
    digest: str,
    digest_at: time,
    monthly_figures: bool | None = None,
    weekly_figures: bool | None = None,
) -> NotificationChoice:
    """Keep the actor's settings; they count for what happens from now on.

    `monthly_figures` and `weekly_figures` are a manager's summaries by mail; None leaves them as they are.
    Times are wall clock in the tenant's zone; days off are 0 (Monday) to 6. ValidationError for half a quiet time, one
    that is empty, and seven days off: nothing would ever be mailed.
    """
    if (quiet_from is None) != (quiet_until is None):
        raise ValidationError({"quiet_until": _("Give both times, or neither.")}, code="quiet")
    if quiet_from is not None and quiet_from == quiet_until:
        raise ValidationError({"quiet_until": _("The quiet hours must end at another time.")}, code="quiet")
    if len(set(days_off)) > 6:
        raise ValidationError({"days_off": _("Leave at least one day on which mails may come.")}, code="days_off")
    figures = {"monthly_figures": monthly_figures, "weekly_figures": weekly_figures}
    choice, _new = NotificationChoice.objects.update_or_create(
        membership=actor,
        defaults={
            "ways": {kind: Way(ways[kind]) for kind in Notification.Kind.values if kind in ways},
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "days_off": sorted(set(days_off)),
            "digest": digest,
            "digest_at": digest_at,
            **{name: wanted for name, wanted in figures.items() if wanted is not None},
        },
    )
    return choice
