"""Ctrl-K: any ticket, customer or action."""

from django.http import HttpResponse, JsonResponse

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.selectors.palette import palette_items


@roles(DESK)
def palette(request: MemberRequest) -> HttpResponse:
    """Answer {"items": [{label, hint, url, kind}]} for `q`; on a ticket's page (`here`) what can be done with it."""
    words, here = request.GET.get("q", ""), request.GET.get("here", "")
    return JsonResponse({"items": palette_items(words, member=request.membership, here=here)})
