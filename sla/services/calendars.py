"""Calendars are entered and changed: a change is a new version, and the ones before stay as they were."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Membership
from sla.calendars import current_version
from sla.checks import check_definition
from sla.country import editable, starting_point
from sla.models import Calendar, CalendarVersion


@transaction.atomic
def create_calendar(*, name: str, start: str, zone: str, actor: Membership, now: datetime) -> Calendar:
    """Make a calendar from SE, DK or 24/7 (which takes `zone`). ValidationError for a name that is taken."""
    _refuse_taken(name)
    calendar = Calendar.objects.create(name=name, slug=_free_slug(name))
    definition = starting_point(start, zone=zone)
    check_definition(definition)
    CalendarVersion.objects.create(calendar=calendar, definition=definition, created_by=actor, created_at=now)
    return calendar


@transaction.atomic
def save_calendar(
    *, calendar: Calendar, name: str, definition: dict[str, Any], seen: int, actor: Membership, now: datetime
) -> CalendarVersion:
    """Write a new version of the calendar's hours and give it; the version in force where the hours are the same.

    `seen` is the number of the version that the actor started from. ValidationError where somebody has saved another
    since, where the name is taken, and by field where the hours cannot be used (sla.checks.check_definition).
    """
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    before = current_version(calendar)
    if before.number != seen:
        raise ValidationError(_("Somebody else has saved these opening hours since you opened them. Open them again."))
    if name != calendar.name:
        _refuse_taken(name, but=calendar)
        calendar.name = name
        calendar.save(update_fields=["name"])
    check_definition(definition)
    if definition == editable(before.definition):
        return before
    return CalendarVersion.objects.create(
        calendar=calendar, number=seen + 1, definition=definition, created_by=actor, created_at=now
    )


def _refuse_taken(name: str, but: Calendar | None = None) -> None:
    if Calendar.objects.filter(name__iexact=name).exclude(pk__in=[but.pk] if but else []).exists():
        raise ValidationError({"name": _("There are opening hours with this name already.")})


def _free_slug(name: str) -> str:
    base = slugify(name)[:32] or "calendar"
    taken = set(Calendar.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
