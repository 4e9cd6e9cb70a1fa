"""What customers wrote: searched, filtered, and the words that recur."""

from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import formats
from accounts.access import AGENTS, DESK, MANAGERS, roles
from accounts.long_lists import LongList, by_keys, some_of
from accounts.months import add_months, month_of
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from contracts.models import Customer
from surveys.models import Answer
from surveys.selectors.comment_tables import comments_table, words_table
from surveys.selectors.comments import CommentFilter, Group, found_comments
from surveys.selectors.found import comments_beside_tickets, everything
from surveys.selectors.visible import sees_names
from surveys.selectors.words import COUNTED, latest_of, recurring_words
from tickets.models import Team

PAGE = 20
# So many words stand above the comments at first, all behind a link.
WORDS = 10
MONTHS_OFFERED = 24
_WITH = ("invitation__ticket__customer", "invitation__contact", "invitation__ticket__assignee__user")


@roles(AGENTS)
@require_safe
def comments(request: MemberRequest) -> HttpResponse:
    """List comments (`?q=words&score=detractors&month=2026-05&team=3&customer=7`): managers see all, agents those of
    their teams. `?words=all` shows every word that recurs.
    """
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    asked = CommentFilter.of(request.GET.dict())
    found = found_comments(asked, member=request.membership, now=now, zone=zone)
    latest = latest_of(found)
    count = len(latest) if len(latest) < COUNTED else None
    read = partial(_some_of, found.select_related(*_WITH), list(latest))
    page = LongList(found, PAGE, count=count, read=read).get_page(request.GET.get("page"))
    words = [
        {
            "word": word,
            "all": asked.query(q=word.form),
            "detractors": asked.query(q=word.form, score=Group.DETRACTORS),
            "promoters": asked.query(q=word.form, score=Group.PROMOTERS),
        }
        for word in recurring_words(found, request.tenant, latest=latest)
    ]
    most = None if "words" in request.GET else WORDS
    context = {
        "page": page,
        "asked": asked,
        "query": asked.query(),
        "ask": "?" + asked.query(),
        "words": words[:most],
        "word_count": len(words),
        "counted": COUNTED if page.paginator.count > COUNTED else 0,
        "sees_names": sees_names(request.membership),
        "is_manager": request.membership.role in MANAGERS,
        "zone": zone,
        **_choices(asked, now, zone),
    }
    return render(request, "surveys/comments.html", context)


def _some_of(found: QuerySet[Answer], latest: list[int], first: int, after: int) -> list[Answer]:
    """Give some of the comments found, whose latest keys are known."""
    return by_keys(found, latest[first:after]) if after <= len(latest) else some_of(found, first, after)


@roles(AGENTS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> HttpResponseBase:
    """Give the comments asked for, or the words that recur in them, as a file; 404 for another table."""
    zone = ZoneInfo(request.tenant.zone)
    asked = CommentFilter.of(request.GET.dict())
    found = found_comments(asked, member=request.membership, now=timezone.now(), zone=zone)
    if table == "words":
        return table_response(words_table(found, request.tenant), kind)
    if table != "comments":
        raise Http404
    return table_response(comments_table(found, zone, with_names=sees_names(request.membership)), kind)


@roles(DESK)
@require_safe
def found(request: MemberRequest) -> HttpResponse:
    """Show the latest comments with the words searched for (`?q=`, `?customer=`), as a piece of the search page;
    without script a page of its own. Nothing to consultants, who see no satisfaction.
    """
    words = CommentFilter.of(request.GET.dict())
    asked = CommentFilter(q=words.q, customer=words.customer)
    answers, has_more = comments_beside_tickets(asked, request.membership)
    whole = not request.htmx  # type: ignore[attr-defined]
    context = {
        "found": answers,
        "more_url": everything(asked) if has_more else "",
        "sees_names": sees_names(request.membership),
        "zone": ZoneInfo(request.tenant.zone),
        "is_whole": whole,
        "asked": asked,
        "back": reverse("desk:search") + "?" + asked.query(),
    }
    return render(request, "surveys/found.html" if whole else "surveys/_found.html", context)


def _choices(asked: CommentFilter, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Give what the form offers. Two queries at most."""
    this = month_of(now, zone)
    months = [add_months(this, -back) for back in range(MONTHS_OFFERED)]
    customer = Customer.objects.filter(pk=int(asked.customer)).first() if asked.customer else None
    return {
        "groups": Group.choices,
        "scores": [str(score) for score in range(11)],
        "months": [(f"{month:%Y-%m}", formats.month_year(month)) for month in months],
        "teams": [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")],
        "customer": customer.name if customer else "",
        "without_customer": asked.query(customer=""),
    }
