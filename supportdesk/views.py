"""The front doors, and the pages shown when there is nothing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import EVERYBODY, roles
from accounts.models import Role, Tenant
from accounts.requests import MemberRequest
from accounts.selectors import tenants_of


@login_not_required
def desks(request: HttpRequest) -> HttpResponse:
    """List the desks the signed-in user belongs to (in the demo: all), without naming others' to a guest."""
    if request.user.is_authenticated:
        tenants = tenants_of(request.user)
    else:
        tenants = list(Tenant.objects.order_by("name")) if settings.DEMO else []
    return render(request, "desks.html", {"tenants": tenants})


@roles(EVERYBODY)
def home(request: MemberRequest) -> HttpResponse:
    """Send each role where it works."""
    if request.membership.role == Role.CUSTOMER:
        return redirect("portal:home")
    return redirect("desk:queue")


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the components, for those who build pages."""
    return render(request, "styleguide.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, to strangers as well."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, and give the request's id to tell support."""
    return render(request, "500.html", status=500)
