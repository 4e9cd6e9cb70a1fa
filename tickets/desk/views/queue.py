"""The queue page, and the pieces of it that live pages fetch again."""

from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from accounts import formats
from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from sla.models import Severity
from tickets.models import Ticket
from tickets.selectors.chips import chips
from tickets.selectors.choices import desk_choices
from tickets.selectors.next_up import next_up
from tickets.selectors.queue import queue_page
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import Place
from tickets.selectors.queue_views import queue_views, view_label
from tickets.selectors.today import today_rule
from tickets.services.changing import queue_version_key


@roles(DESK)
def queue(request: MemberRequest) -> HttpResponse:
    """Show the queue. A live page asks again with HX-Request, and hears 304 while nothing changed (see `etag`)."""
    now = timezone.now()
    tag = etag(request, now)
    if request.htmx:  # type: ignore[attr-defined]
        if request.headers.get("If-None-Match") == tag:
            return _marked(HttpResponse(status=304), tag, now)
        return _marked(_part(request, now), tag, now)
    return render(request, "desk/queue.html", {**_context(request, now, rail_only=False), "etag": tag})


def _part(request: MemberRequest, now: datetime) -> HttpResponse:
    match request.GET.get("part"):
        case "views":
            return render(request, "desk/_views.html", _context(request, now, rail_only=True))
        case "next":
            rows = next_up(member=request.membership, now=now, beside=request.GET.get("beside", ""))
            return render(request, "desk/_next_up_list.html", {"next_up": rows})
        case _:
            return render(request, "desk/_queue.html", _context(request, now, rail_only=False))


def etag(request: HttpRequest, now: datetime) -> str:
    """Name what a live piece shows, without touching a row: the tenant's queue version, the reader, the language, the
    address, and the minute, because time moves tickets between the parts of the queue and nobody has to write for it.
    """
    mine: MemberRequest = request  # type: ignore[assignment]
    version = cache.get(queue_version_key(mine.tenant.pk), 0)
    parts = (
        version,
        mine.membership.pk,
        translation.get_language(),
        request.get_full_path(),
        int(now.timestamp()) // 60,
    )
    return f'"{blake2b(repr(parts).encode(), digest_size=9).hexdigest()}"'


def _marked(response: HttpResponse, tag: str, now: datetime) -> HttpResponse:
    response["ETag"] = tag
    response["X-Now"] = str(int(now.timestamp()))
    response["Cache-Control"] = "private, no-cache"
    return response


def _context(request: MemberRequest, now: datetime, *, rail_only: bool) -> dict[str, object]:
    asked, member = QueueFilter.read(request.GET.dict()), request.membership
    views = queue_views(member=member, now=now, current=asked.view)
    context: dict[str, object] = {
        "asked": asked,
        "views": views,
        # Of the view as a whole: with filters on it would not be the number of rows.
        "count": None if asked.on else next(view.count for view in views if view.is_current),
        "title": view_label(asked.view),
        "now_epoch": int(now.timestamp()),
        "poll": reverse("desk:queue") + (request.GET.urlencode() and f"?{request.GET.urlencode()}"),
        "poll_views": f"{reverse('desk:queue')}{asked.query()}{'&' if asked.query() else '?'}part=views",
    }
    if rail_only:
        return context
    page = queue_page(
        asked,
        member=member,
        now=now,
        after=Place.read(request.GET.get("after", "")),
        before=Place.read(request.GET.get("before", "")),
    )
    choices = desk_choices(customer=asked.customer)
    zone = ZoneInfo(member.tenant.zone)
    return context | {
        "page": page,
        "rule": today_rule(asked, member=member, now=now),
        "chips": chips(asked, choices),
        "choices": choices,
        "severities": Severity.choices,
        "statuses": Ticket.Status.choices,
        "open_statuses": [(s.value, s.label) for s in Ticket.OPEN_STATUSES if s != Ticket.Status.NEW],
        "when": f"{formats.long_date(now, zone)}, {formats.clock_time(now, zone)}",
        "previous_url": _turn(asked, "before", page.before),
        "next_url": _turn(asked, "after", page.after),
    }


def _turn(asked: QueueFilter, name: str, place: Place | None) -> str:
    if place is None:
        return ""
    query = asked.query()
    return f"{reverse('desk:queue')}{query}{'&' if query else '?'}{name}={place}"
