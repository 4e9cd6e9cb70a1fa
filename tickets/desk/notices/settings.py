"""What managers choose about notices."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MANAGERS, roles
from accounts.links import absolute_url
from accounts.requests import MemberRequest
from contracts.newsletters.services import save_settings
from contracts.notices.selectors import settings_now
from tickets.desk.notices.forms import SettingsForm


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def notice_settings(request: MemberRequest) -> HttpResponse:
    """Choose the newsletter's day and who sends it, and whether the calendar is public."""
    kept = settings_now()
    first = {name: getattr(kept, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        save_settings(actor=request.membership, **form.cleaned_data)
        toasts.success(request, _("Your choices are saved."))
        return redirect("desk:notices:settings")
    address = absolute_url(request.tenant, "portal:notices:public_feed") if kept.has_public_calendar else ""
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/notices/settings.html", {"form": form, "address": address}, status=status)
