"""Within what time customers are contacted, by the kind of case: the tenant's own targets, else the usual ones."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.services.rights import require_manager
from sla.services.policies import MOST_DAYS, MOST_MINUTES
from sla.terms import Target
from tickets.models import ContactTarget
from tickets.proactive import CONTACT_WITHIN


def contact_targets() -> dict[str, Target]:
    """Give the target of each kind. 1 query."""
    own = {
        row.kind: Target(seconds=row.minutes * 60 if row.minutes else None, days=row.business_days)
        for row in ContactTarget.objects.all()
    }
    return {kind: own.get(kind, usual) for kind, usual in CONTACT_WITHIN.items()}


@transaction.atomic
def set_contact_targets(*, actor: Membership, targets: Mapping[str, Target], now: datetime) -> None:
    """Keep these targets, whole minutes or working days, for cases opened from now on; open ones keep their promise.

    ValidationError by kind for what is out of bounds.
    """
    require_manager(actor)
    errors = {kind: reason for kind, target in targets.items() if (reason := _wrong(target))}
    if errors:
        raise ValidationError(errors)
    before = contact_targets()
    for kind, target in targets.items():
        if before[kind] == target:
            continue
        minutes = target.seconds // 60 if target.seconds is not None else None
        values = {"minutes": minutes, "business_days": target.days, "set_at": now, "set_by": actor}
        ContactTarget.objects.update_or_create(kind=kind, defaults=values)


def _wrong(target: Target) -> str:
    if target.days is not None:
        right = 1 <= target.days <= MOST_DAYS
        return "" if right else _("Between 1 and %(most)s working days.") % {"most": MOST_DAYS}
    right = 60 <= (target.seconds or 0) <= MOST_MINUTES * 60
    return "" if right else _("Between 1 minute and %(most)s hours.") % {"most": MOST_MINUTES // 60}
