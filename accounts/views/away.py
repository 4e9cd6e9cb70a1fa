"""Being away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import DESK, roles
from accounts.forms import AwayForm
from accounts.requests import MemberRequest
from accounts.services.profile import set_away


@roles(DESK)
@require_POST
def away(request: MemberRequest) -> HttpResponse:
    """Say until when one is away; empty is here."""
    form = AwayForm(request.POST)
    if form.is_valid():
        set_away(actor=request.membership, until=form.cleaned_data["away_until"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(map(str, form.errors.get("away_until", []))))
    return redirect("accounts:profile")
