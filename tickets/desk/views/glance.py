"""The preview beside the queue."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.views.ticket import visible
from tickets.selectors import glance as selectors


@roles(DESK)
@require_safe
def glance(request: MemberRequest, number: int) -> HttpResponse:
    """Show a ticket at a glance, for js/glance.js; it does not count as read."""
    now = timezone.now()
    seen = selectors.glance(visible(request, number), member=request.membership, now=now)
    context = {"glance": seen, "ticket": seen.ticket, "now_epoch": int(now.timestamp())}
    return render(request, "desk/_glance.html", context)
