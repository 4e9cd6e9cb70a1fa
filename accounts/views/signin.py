"""Signing in to one tenant's desk."""

from allauth.account.views import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import TenantRequest


@login_not_required
def signin(request: TenantRequest) -> HttpResponse:
    """Sign in by e-mail; a member who is signed in already goes on, a stranger of another tenant sees the form."""
    if request.membership is not None and request.method == "GET":
        return redirect("home")
    response: HttpResponse = login(request)
    return response
