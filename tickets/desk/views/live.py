"""What goes on around an open ticket page: who else is there, and what has been written since."""

from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets import presence
from tickets.desk.views.ticket import seen_of, visible
from tickets.models import Ticket
from tickets.models.versions import queue_version_key
from tickets.selectors.since import since
from tickets.services.reading import mark_read


@roles(DESK)
@require_http_methods(["GET", "POST"])
def live(request: MemberRequest, number: int) -> HttpResponse:
    """Answer js/live.js. GET says that I look, and `typing` what I write; the answer tells who else does, and what has
    come since `after` where the ticket is no longer at `version`. 304 while nothing is new. POST says that I leave.
    """
    member, now = request.membership, timezone.now()
    found = Ticket.objects.visible_to(member).filter(number=number).values_list("pk", "version").first()
    if found is None:
        raise Http404
    key, version = found
    if request.method == "POST":
        presence.leave(key, member=member)
        return HttpResponse(status=204)
    people = presence.look(key, member=member, typing=request.GET.get("typing", ""), now=now)
    is_new = request.GET.get("version") != str(version)
    etag = f'"{version}-{sha256(repr((people, get_language())).encode()).hexdigest()[:16]}"'
    if not is_new and request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = {"people": people, "version": version, "news": None}
        if is_new:
            ticket, numbers = visible(request, number), request.GET
            after, seen = (seen_of(_number(numbers.get(name))) for name in ("after", "seen"))
            context["news"] = since(ticket, member=member, after=after, seen=seen, now=now)
            mark_read(ticket=ticket, actor=member, now=now)
        response = render(request, "desk/_live.html", context)
    response["ETag"] = etag
    response["X-Queue"] = str(cache.get(queue_version_key(request.tenant.pk), 0))
    return response


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else 0
