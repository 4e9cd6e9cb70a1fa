"""The contact behind a portal page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import CUSTOMERS, roles
from accounts.requests import MemberRequest
from contracts.models import Contact

P = ParamSpec("P")


class PortalRequest(MemberRequest):
    """A page of the portal's: the member is a contact of a customer."""

    contact: Contact


def portal_page(
    view: Callable[Concatenate[PortalRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let customers' contacts in; all others get 404, and a member who is no contact (yet) is told so, with 403."""

    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        contact = Contact.objects.filter(membership=request.membership).select_related("customer__tenant").first()
        if contact is None:
            return render(request, "portal/no_contact.html", {"company_wide": False}, status=403)
        mine: Any = request
        mine.contact = contact
        return view(mine, *args, **kwargs)

    return roles(CUSTOMERS)(guarded)


def show(request: PortalRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page with what every portal page knows: who asks, and whether they see the whole company's tickets."""
    contact = request.contact
    return render(request, template, {"contact": contact, "company_wide": contact.is_company_wide} | context)
