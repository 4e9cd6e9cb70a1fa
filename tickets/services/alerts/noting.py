"""Managers take note of what did not arrive."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import Membership
from contracts.services.rights import require_manager
from tickets.models import Alert
from tickets.models.alert import NOT_ARRIVED


def note_failures(*, actor: Membership, now: datetime, keys: Collection[int]) -> int:
    """Take note of alerts whose mail did not arrive: they leave the managers' list. Give how many there were."""
    require_manager(actor)
    return Alert.objects.filter(NOT_ARRIVED, pk__in=keys, noted_at=None).update(noted_at=now)
