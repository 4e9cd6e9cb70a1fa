"""The queue page, and the pieces of it that live pages fetch again."""

from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from accounts import formats
from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.bulk import BULK, Control
from tickets.desk.cells import lines
from tickets.desk.unchanged import MINUTE, remember, versions_of
from tickets.selectors.chips import chips, controls
from tickets.selectors.choices import desk_choices
from tickets.selectors.next_up import next_up
from tickets.selectors.queue import queue_page
from tickets.selectors.queue_columns import columns_of
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import Place
from tickets.selectors.queue_views import queue_views, view_label
from tickets.selectors.saved_views import saved_views
from tickets.selectors.today import today_rule


@roles(DESK)
def queue(request: MemberRequest) -> HttpResponse:
    """Show the queue. A live page asks again with HX-Request, and hears 304 while nothing changed (see `etag`)."""
    now = timezone.now()
    versions = versions_of(request.tenant.pk)
    tag = etag(request, now, versions[0])
    remember(request, tag, versions, int(now.timestamp()))
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


def etag(request: MemberRequest, now: datetime, versions: list[int]) -> str:
    """Name what a live piece shows, without touching a row: the tenant's versions, the reader, the language, the
    address, and the minute, because time moves tickets between the parts of the queue and nobody has to write for it.
    """
    parts = (
        versions,
        request.membership.pk,
        translation.get_language(),
        request.get_full_path(),
        int(now.timestamp()) // MINUTE,
    )
    return f'"{blake2b(repr(parts).encode(), digest_size=9).hexdigest()}"'


def _marked(response: HttpResponse, tag: str, now: datetime) -> HttpResponse:
    response["ETag"] = tag
    response["X-Now"] = str(int(now.timestamp()))
    response["Cache-Control"] = "private, no-cache"
    return response


def _context(request: MemberRequest, now: datetime, *, rail_only: bool) -> dict[str, object]:
    asked, member = QueueFilter.read(request.GET.dict()), request.membership
    saved = saved_views(member)
    rail = queue_views(member=member, now=now, asked=asked, saved=saved)
    opened = next((view for view in saved if str(view.pk) == asked.saved), None)
    base, query = reverse("desk:queue"), asked.query(saved=asked.saved if opened else "")
    context: dict[str, object] = {
        "asked": asked,
        "rail": rail,
        # Of the view as a whole: with filters on it would not be the number of rows.
        "count": rail.current.count if rail.current else None,
        "title": opened.name if opened else view_label(asked.view),
        "now_epoch": int(now.timestamp()),
        "poll": base + (request.GET.urlencode() and f"?{request.GET.urlencode()}"),
        "poll_views": f"{base}{query}{'&' if query else '?'}part=views",
        "save_query": asked.query(),
    }
    if rail_only:
        return context
    columns = columns_of(member, opened)
    page = queue_page(
        asked,
        member=member,
        now=now,
        columns=columns,
        after=Place.read(request.GET.get("after", "")),
        before=Place.read(request.GET.get("before", "")),
    )
    choices = desk_choices(customer=asked.values.get("customer", ""), macros_of=member)
    zone = ZoneInfo(member.tenant.zone)
    return context | {
        "page": page,
        "columns": columns,
        "subject_at": [column.name for column in columns].index("subject"),
        "lines": lines(page.rows, columns),
        "rule": today_rule(asked, member=member, now=now),
        "chips": chips(asked, choices),
        "controls": controls(asked, choices),
        "bulk": [Control(action, choices) for action in BULK.values()],
        "when": f"{formats.long_date(now, zone)}, {formats.clock_time(now, zone)}",
        "previous_url": _turn(query, "before", page.before),
        "next_url": _turn(query, "after", page.after),
    }


def _turn(query: str, name: str, place: Place | None) -> str:
    if place is None:
        return ""
    return f"{reverse('desk:queue')}{query}{'&' if query else '?'}{name}={place}"
