"""Today's board: what breaches before closing, and who could take it."""

from zoneinfo import ZoneInfo

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from reports.selectors.today_page import today_page
from reports.selectors.today_table import due_table
from reports.views.asking import wants_all


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponseBase:
    """Show what falls due before closing, against the agents at work."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    if kind := asked_file(request):
        return list_response(request, due_table(now=now, zone=zone), kind)
    shown = today_page(everything=wants_all(request), now=now, zone=zone)
    return render(request, "dashboards/today.html", {"page": shown, "zone": zone})
