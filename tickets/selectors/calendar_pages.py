"""Opening hours for the manager's pages."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from sla.calendars import compiled
from sla.checks import write_hours
from sla.engine import CalendarDefinition
from sla.models import Calendar, CalendarVersion, Policy


def week_lines(definition: CalendarDefinition) -> list[tuple[str, str]]:
    """Give the week in few lines: equal days in a row are one (Mon–Fri: 08:00–12:00, 13:00–17:00)."""
    lines = []
    for openings, group in groupby(range(7), key=lambda day: definition.week.get(day, ())):
        days = list(group)
        first, last = str(WEEKDAYS_ABBR[days[0]]), str(WEEKDAYS_ABBR[days[-1]])
        name = first if len(days) == 1 else f"{first}–{last}"
        lines.append((name[:1].upper() + name[1:], write_hours(openings) or pgettext("opening hours", "closed")))
    return lines


def calendar_rows() -> list[dict[str, Any]]:
    """Give every calendar with its week in force, its number of versions and the policies that count with it."""
    newest = {version.calendar_id: version for version in CalendarVersion.objects.order_by("number")}
    policies: dict[int, list[str]] = {}
    for policy in Policy.objects.order_by("name"):
        version = policy.versions.order_by("-number").first()
        if version is not None:
            policies.setdefault(version.calendar_id, []).append(policy.name)
    calendars = Calendar.objects.annotate(count=Count("versions")).order_by("name")
    return [
        {
            "calendar": calendar,
            "week": week_lines(compiled(newest[calendar.pk]).definition),
            "zone": compiled(newest[calendar.pk]).definition.zone,
            "count": calendar.count,
            "policies": ", ".join(policies.get(calendar.pk, [])),
        }
        for calendar in calendars
    ]


def version_lines(calendar: Calendar, *, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Give the versions, newest first: number, when and by whom."""
    versions = calendar.versions.select_related("created_by__user").order_by("-number")
    return [
        {
            "number": version.number,
            "at": f"{formats.full_date(version.created_at, zone)} {formats.spoken_time(version.created_at, zone)}",
            "by": version.created_by.user.name if version.created_by else _("The system"),
        }
        for version in versions
    ]
