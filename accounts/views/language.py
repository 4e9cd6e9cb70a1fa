"""Choosing the language, signed in or not."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import TenantRequest
from accounts.services.profile import change_language

YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def language(request: TenantRequest) -> HttpResponse:
    """Keep the language with the user, if signed in, and on this device, and go back to where they were."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    if isinstance(request.user, User):
        change_language(actor=request.user, language=chosen)
    response = HttpResponseRedirect(_back(request))
    remember_language(response, chosen)
    return response


def remember_language(response: HttpResponse, chosen: str) -> None:
    """Keep a language on this device for a year, for pages seen without signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _back(request: TenantRequest) -> str:
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if is_ours else reverse("home")
