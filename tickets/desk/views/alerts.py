"""My alerts: promises about to break."""

from datetime import datetime

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import DESK, MANAGERS, roles
from accounts.models import Membership
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from tickets.selectors.alerts import SHOWN_FAILED, failed_alerts, failed_rows, my_alerts
from tickets.selectors.alerts_table import alerts_table
from tickets.services.alerts import note_failures
from tickets.services.reading import mark_alerts_read

# A key has fewer: longer ones are no keys.
MOST_DIGITS = 19


@roles(DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: MemberRequest) -> HttpResponseBase:
    """List my latest alerts, the unread first; POST marks all as read."""
    if kind := asked_file(request):
        return list_response(request, alerts_table(request.membership), kind)
    now = timezone.now()
    if request.method == "POST":
        count = mark_alerts_read(actor=request.membership, now=now)
        said = ngettext("%(count)d alert marked as read.", "%(count)d alerts marked as read.", count)
        toasts.success(request, said % {"count": count})
        return redirect("desk:alerts")
    context = {"alerts": my_alerts(request.membership, now=now), **failed_band(request.membership, now)}
    return render(request, "desk/alerts.html", context)


@roles(MANAGERS)
@require_POST
def alert_failures(request: MemberRequest) -> HttpResponse:
    """Take note of the alerts whose mail did not arrive, as they were shown."""
    keys = [int(key) for key in request.POST.getlist("key") if key.isdecimal() and len(key) < MOST_DIGITS]
    count = note_failures(actor=request.membership, now=timezone.now(), keys=keys)
    said = ngettext("%(count)d failed alert taken note of.", "%(count)d failed alerts taken note of.", count)
    toasts.success(request, said % {"count": count})
    return redirect("desk:alerts")


def failed_band(member: Membership, now: datetime) -> dict[str, object]:
    """Give the context of desk/_failed_alerts.html."""
    found = failed_alerts(member, now=now)
    shown = found[:SHOWN_FAILED]
    return {
        "failed": failed_rows(shown, now=now),
        "failed_keys": [alert.pk for alert in shown],
        "failed_more": len(found) > SHOWN_FAILED,
        "may_note": member.role in MANAGERS,
    }
