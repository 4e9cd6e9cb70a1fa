"""The page behind the link of an invitation."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from accounts.errors import RefusedError
from accounts.forms import JoinForm
from accounts.limits import limited
from accounts.models import Invitation, User
from accounts.requests import TenantRequest
from accounts.services.invitations import accept, accept_as_new_user, open_invitation

BACKEND = "accounts.backends.MemberBackend"


@login_not_required
@never_cache
@limited("invitation")
def invitation(request: TenantRequest, token: str) -> HttpResponse:
    """Accept an invitation: with name and password where the address has no user, by one button where it has.

    Opening the link changes nothing (mail scanners open links). A used, expired or withdrawn link says so, with 410.
    """
    found = open_invitation(token, timezone.now())
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    try:
        if not User.objects.filter(email=found.email).exists():
            return _new(request, found)
        return _known(request, found)
    except RefusedError:  # used in another window since it was looked up
        return render(request, "accounts/invitation_closed.html", status=410)


def _new(request: TenantRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"name": found.name}, email=found.email)
    if request.method == "POST" and form.is_valid():
        language = get_language() or ""
        user, _member = accept_as_new_user(
            invitation=found,
            language="" if language == request.tenant.language else language,
            now=timezone.now(),
            **form.cleaned_data,
        )
        login(request, user, backend=BACKEND)
        return redirect("home")
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})


def _known(request: TenantRequest, found: Invitation) -> HttpResponse:
    """Let the one who holds the address join; anybody else is asked to sign in with it."""
    is_theirs = isinstance(request.user, User) and request.user.email == found.email
    if request.method == "POST" and is_theirs and isinstance(request.user, User):
        accept(invitation=found, user=request.user, now=timezone.now())
        return redirect("home")
    return render(request, "accounts/invitation.html", {"invitation": found, "is_theirs": is_theirs})
