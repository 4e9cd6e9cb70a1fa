"""Opening hours for the manager's pages."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Subquery
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from sla.calendars import compiled
from sla.checks import write_hours
from sla.engine import CalendarDefinition
from sla.models import Calendar, CalendarVersion, Channel, PolicyVersion
from sla.selectors import shown_channels


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
    """Give every calendar with its week in force, its number of versions, the policies that count with it and the
    channels of which customers are shown these hours.
    """
    newest = {version.calendar_id: version for version in CalendarVersion.objects.order_by("number")}
    policies, channels = _policies(), shown_channels()
    calendars = Calendar.objects.annotate(count=Count("versions")).order_by("name")
    return [
        {
            "calendar": calendar,
            "week": week_lines(compiled(newest[calendar.pk]).definition),
            "zone": compiled(newest[calendar.pk]).definition.zone,
            "count": calendar.count,
            "policies": ", ".join(policies.get(calendar.pk, [])),
            "channels": ", ".join(str(Channel(channel).label) for channel in channels.get(calendar.pk, [])),
        }
        for calendar in calendars
    ]


def _policies() -> dict[int, list[str]]:
    """Give, by calendar, the policies that count with it, with the channel where it is for one: Standard (Portal)."""
    newest = PolicyVersion.objects.filter(policy=OuterRef("policy")).order_by("-number").values("pk")[:1]
    versions = PolicyVersion.objects.filter(pk=Subquery(newest)).select_related("policy").prefetch_related("channels")
    found: dict[int, list[str]] = {}
    for version in versions.order_by("policy__name"):
        found.setdefault(version.calendar_id, []).append(version.policy.name)
        for row in version.channels.all():
            found.setdefault(row.calendar_id, []).append(f"{version.policy.name} ({Channel(row.channel).label})")
    return found


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
