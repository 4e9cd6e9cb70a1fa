"""From a stored calendar version to the engine's compiled calendar, kept in the process."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.tenancy.context import require_tenant_id
from accounts.tenancy.prepared import Prepared
from sla.builtin import builtin_calendar
from sla.country import definition_of
from sla.engine import BusinessCalendar, always_open, compile_calendar
from sla.models import Calendar, CalendarVersion, PolicyChannel, PolicyVersion

KEEP_SECONDS = 24 * 60 * 60


def compiled(version: CalendarVersion) -> BusinessCalendar:
    """Give the business clock of a version; a version never changes, so it is compiled once a process."""
    return compiled_definition(version.definition)


def compiled_definition(definition: dict[str, Any]) -> BusinessCalendar:
    """Give the business clock of a stored definition, saved or not. Errors: those of sla.country.definition_of."""
    if definition.get("builtin") in ("SE", "DK") and definition.get("also_closed", True):
        return builtin_calendar(definition["builtin"])
    return _compiled(json.dumps(definition, sort_keys=True))


def calendars_of(versions: Iterable[int]) -> dict[int, BusinessCalendar]:
    """Give the business clocks of these versions of the tenant's calendars. At most one query, mostly none: a version
    never changes, so its definition is kept in the cache for a day.
    """
    keys = {f"calendar-version:{require_tenant_id()}:{pk}": pk for pk in versions}
    kept: dict[str, dict[str, Any]] = cache.get_many(keys) if keys else {}
    missing = [pk for key, pk in keys.items() if key not in kept]
    if missing:
        read = CalendarVersion.objects.filter(pk__in=missing).values_list("pk", "definition")
        new = {f"calendar-version:{require_tenant_id()}:{pk}": definition for pk, definition in read}
        cache.set_many(new, KEEP_SECONDS)
        kept |= new
    return {keys[key]: compiled_definition(definition) for key, definition in kept.items()}


def current_version(calendar: Calendar) -> CalendarVersion:
    """Give the version that new clocks are counted with."""
    return calendar.versions.order_by("-number")[0]


def version_for(policy: PolicyVersion, channel: str) -> CalendarVersion:
    """Give the calendar version that tickets filed by `channel` begin to be counted with, its calendar loaded. 1 query.

    The calendar is the one that the policy names for the channel, and else the policy's own.
    """
    return _VERSION_FOR.rows(policy.pk, policy.calendar_id, shape=channel)[0]


def _version_for(channel: str, policy: int, calendar: int) -> QuerySet[CalendarVersion]:
    named = PolicyChannel.objects.filter(policy_version=policy, channel=channel).values("calendar")
    versions = CalendarVersion.objects.filter(calendar=Coalesce(Subquery(named), calendar))
    return versions.select_related("calendar").order_by("-number")[:1]


_VERSION_FOR = Prepared(_version_for)


def round_the_clock(zone: str) -> BusinessCalendar:
    """Give the 24/7 calendar of contracts with round-the-clock cover, in the zone of the calendar it stands in for."""
    return _always_open(zone)


@lru_cache(maxsize=256)
def _compiled(definition: str) -> BusinessCalendar:
    return compile_calendar(definition_of(json.loads(definition)))


@lru_cache(maxsize=16)
def _always_open(zone: str) -> BusinessCalendar:
    return always_open(zone)
