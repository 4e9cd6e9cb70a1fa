"""The page about oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import CUSTOMERS, DESK, EVERYBODY, roles
from accounts.forms import AwayForm, ProfileForm
from accounts.requests import MemberRequest
from accounts.services.profile import change_profile
from accounts.views.language import remember_language


@roles(EVERYBODY)
def profile(request: MemberRequest) -> HttpResponse:
    """Show and change name, language and colour theme; the device's own choices follow what is saved here. A customer's
    contact has a page in the portal that knows more of them.
    """
    if request.membership.role in CUSTOMERS:
        return redirect("portal:profile")
    user = request.membership.user
    form = ProfileForm(
        request.POST or None, initial={"name": user.name, "language": user.language, "theme": user.theme}
    )
    if request.method == "POST" and form.is_valid():
        change_profile(actor=user, **form.cleaned_data)
        with override(user.language or request.tenant.language):
            messages.success(request, _("Your profile is saved."))
        response = redirect("accounts:profile")
        remember_language(response, user.language or request.tenant.language)
        response.delete_cookie("theme")
        return response
    return render(request, "accounts/profile.html", {"form": form, "away": _away(request)})


def _away(request: MemberRequest) -> AwayForm | None:
    """Give the form of those to whom tickets come."""
    member = request.membership
    return AwayForm(initial={"away_until": member.away_until}) if member.role in DESK else None
