"""The board of what is at risk today."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from reports.selectors.today_page import today_page
from reports.views.asking import wants_all


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show what falls due before closing, against the agents at work."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    shown = today_page(everything=wants_all(request), now=now, zone=zone)
    return render(request, "dashboards/today.html", {"page": shown, "zone": zone})
