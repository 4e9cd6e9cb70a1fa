"""Which opening hours customers are shown for telephone, e-mail and portal."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from sla.services.channels import set_channel_hours
from tickets.desk.forms_channels import ChannelsForm


@roles(MANAGERS)
def channels(request: MemberRequest) -> HttpResponse:
    """Show the choice for each channel; POST saves it."""
    form = ChannelsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_channel_hours(actor=request.membership, hours=form.cleaned_data)
        toasts.success(request, _("What customers are shown is saved."))
        return redirect("desk:calendars")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/calendars/channels.html", {"form": form}, status=status)
