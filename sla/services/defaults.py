"""What a new tenant starts with: one built-in calendar and one policy."""

from datetime import datetime

from django.db import transaction

from sla.models import Calendar, CalendarVersion, Policy, PolicyVersion
from sla.terms import DEFAULT_PAUSES, DEFAULT_STEPS, default_targets

ALL_METRICS = ["start", "next_reply", "resolution"]


@transaction.atomic
def create_builtin_calendar(*, code: str, name: str, now: datetime) -> Calendar:
    """Make a calendar from a built-in one ("SE" or "DK"), as its first version."""
    calendar = Calendar.objects.create(name=name, slug=code.lower())
    CalendarVersion.objects.create(calendar=calendar, definition={"builtin": code, "also_closed": True}, created_at=now)
    return calendar


@transaction.atomic
def create_policy(
    *, name: str, calendar: Calendar, now: datetime, metrics: list[str] | None = None, is_default: bool = False
) -> Policy:
    """Make a policy with the default targets for these clocks (all three where none is named)."""
    policy = Policy.objects.create(name=name, is_default=is_default)
    PolicyVersion.objects.create(
        policy=policy,
        calendar=calendar,
        targets=default_targets(metrics or ALL_METRICS),
        pauses=DEFAULT_PAUSES,
        steps=DEFAULT_STEPS,
        created_at=now,
    )
    return policy
