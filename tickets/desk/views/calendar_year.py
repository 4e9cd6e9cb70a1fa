"""A year of one version of a calendar, to look at and to review."""

from zoneinfo import ZoneInfo

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from sla.calendars import compiled, current_version
from sla.checks import write_hours
from sla.engine.instants import FIRST_YEAR, LAST_YEAR
from sla.models import Calendar
from sla.year import year_of
from tickets.selectors.calendar_pages import version_lines, week_lines
from tickets.selectors.settings_tables import days_table


@roles(MANAGERS)
def calendar_year(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Show `?year=` (this one) of `?version=` (the one in force); its file holds the days that differ from the week."""
    found = get_object_or_404(Calendar, pk=pk)
    zone = ZoneInfo(request.tenant.zone)
    this_year = timezone.now().astimezone(zone).year
    year = _number(request.GET.get("year"), this_year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    newest = current_version(found)
    version = get_object_or_404(found.versions, number=_number(request.GET.get("version"), newest.number))
    hours = compiled(version)
    if kind := asked_file(request):
        return list_response(request, days_table(found, year_of(hours, year)), kind)
    context = {
        "calendar": found,
        "version": version,
        "is_newest": version == newest,
        "year": year_of(hours, year),
        "years": range(max(this_year - 1, FIRST_YEAR), min(this_year + 3, LAST_YEAR + 1)),
        "week": week_lines(hours.definition),
        "day_before": write_hours(hours.definition.day_before),
        "zone": hours.definition.zone,
        "versions": version_lines(found, zone=zone),
    }
    return render(request, "desk/calendars/year.html", context)


def _number(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Http404
    return int(text)
