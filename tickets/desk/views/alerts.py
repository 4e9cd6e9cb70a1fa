"""My alerts: promises about to break."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.selectors.alerts import my_alerts
from tickets.services.reading import mark_alerts_read


@roles(DESK)
@require_http_methods(["GET", "POST"])
def alerts(request: MemberRequest) -> HttpResponse:
    """List my latest alerts, the unread first; POST marks all as read."""
    now = timezone.now()
    if request.method == "POST":
        count = mark_alerts_read(actor=request.membership, now=now)
        said = ngettext("%(count)d alert marked as read.", "%(count)d alerts marked as read.", count)
        toasts.success(request, said % {"count": count})
        return redirect("desk:alerts")
    return render(request, "desk/alerts.html", {"alerts": my_alerts(request.membership, now=now)})
