"""The queue page, and the pieces of it that live pages fetch again."""

from datetime import datetime
from hashlib import blake2b

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from accounts.access import DESK, roles
from accounts.kept import kept
from accounts.requests import MemberRequest
from tickets.desk.bulk import BULK, Control
from tickets.desk.queue_piece import Asked, Drawn, draw_piece, kept_piece, seen_rows
from tickets.desk.unchanged import remember
from tickets.models import SavedView
from tickets.selectors.choices import Choices, kept_choices
from tickets.selectors.next_up import next_up
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_views import Rail, queue_views
from tickets.selectors.saved_views import saved_views
from tickets.selectors.versions import MINUTE, Versions, names_stamp, ticket_stamp, versions_of


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
        return _part(request, now, versions[0], tag)
    return _page(request, now, versions[0], tag)


def _page(request: MemberRequest, now: datetime, versions: Versions, tag: str) -> HttpResponse:
    saved = _saved(request, versions)
    asked = _asked(request, now, versions, saved)
    rail, choices = _rail(asked, now, saved), _choices(asked)
    drawn, piece = _piece(asked, now, saved, rail, choices)
    context = _rail_context(asked, rail) | {
        "title": asked.title,
        "count": rail.current.count if rail.current else None,
        "piece": piece,
        "at": int(drawn.at.timestamp()),
        "poll": asked.address,
        "poll_views": f"{asked.list_url}{'&' if asked.query else '?'}part=views",
        "bulk": [Control(action, choices) for action in BULK.values()],
        "etag": tag,
    }
    return render(request, "desk/queue.html", context)


def _part(request: MemberRequest, now: datetime, versions: Versions, tag: str) -> HttpResponse:
    member, part = request.membership, request.GET.get("part")
    if part == "next":
        following = next_up(member=member, now=now, versions=versions)
        context: dict[str, object] = {"next_up": following.rows, "current": request.GET.get("beside", "")}
        return _marked(render(request, "desk/_next_up_list.html", context), tag, following.at)
    if part == "views":
        saved = _saved(request, versions)
        asked = _asked(request, now, versions, saved)
        context = _rail_context(asked, _rail(asked, now, saved))
        return _marked(render(request, "desk/_views.html", context), tag, now)
    known = _saved(request, versions) if request.GET.get("saved") else None
    asked = _asked(request, now, versions, known or [])
    drawn, piece = _piece(asked, now, known)
    return _marked(HttpResponse(piece), tag, drawn.at)


def _asked(request: MemberRequest, now: datetime, versions: Versions, saved: list[SavedView]) -> Asked:
    asked = QueueFilter.read(request.GET.dict())
    return Asked(
        filter=asked,
        opened=next((view for view in saved if str(view.pk) == asked.saved), None),
        member=request.membership,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        address=reverse("desk:queue") + (request.GET.urlencode() and f"?{request.GET.urlencode()}"),
        versions=versions,
        stamp=ticket_stamp(versions, now),
    )


def _piece(
    asked: Asked, now: datetime, saved: list[SavedView] | None, rail: Rail | None = None, choices: Choices | None = None
) -> tuple[Drawn, SafeString]:
    """Give the list as it is kept, else draw it, as the member sees it."""
    drawn = kept_piece(asked, now)
    if drawn is not None:
        seen = seen_rows(drawn, asked.member)
    else:
        rail = rail or _rail(asked, now, saved_views(asked.member) if saved is None else saved)
        drawn, seen = draw_piece(asked, now, rail, choices or _choices(asked))
    return drawn, drawn.read_by(asked.member, seen)


def _rail(asked: Asked, now: datetime, saved: list[SavedView]) -> Rail:
    return queue_views(member=asked.member, now=now, asked=asked.filter, saved=saved)


def _rail_context(asked: Asked, rail: Rail) -> dict[str, object]:
    return {"asked": asked.filter, "rail": rail, "save_query": asked.filter.query()}


def _choices(asked: Asked) -> Choices:
    return kept_choices(asked.versions, customer=asked.filter.values.get("customer", ""), macros_of=asked.member)


def _saved(request: MemberRequest, versions: Versions) -> list[SavedView]:
    member = request.membership
    return kept(("saved", member.pk), names_stamp(versions), lambda: saved_views(member))


def etag(request: MemberRequest, now: datetime, versions: Versions) -> str:
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
