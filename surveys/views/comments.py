"""What customers wrote: searched, filtered, and the words that recur."""

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import formats
from accounts.access import AGENTS, MANAGERS, roles
from accounts.months import add_months, month_of
from accounts.requests import MemberRequest
from surveys.selectors.comments import CommentFilter, Group, found_comments
from surveys.selectors.visible import sees_names
from surveys.selectors.words import recurring_words

PAGE = 20
MONTHS_OFFERED = 24
_WITH = ("invitation__ticket__customer", "invitation__contact", "invitation__ticket__assignee__user")


@roles(AGENTS)
@require_safe
def comments(request: MemberRequest) -> HttpResponse:
    """List comments (`?q=words&score=detractors&month=2026-05`): managers see all, agents those of their teams."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    asked = CommentFilter.of(request.GET.dict())
    found = found_comments(asked, member=request.membership, now=now, zone=zone)
    page = Paginator(found.select_related(*_WITH), PAGE).get_page(request.GET.get("page"))
    this = month_of(now, zone)
    months = [add_months(this, -back) for back in range(MONTHS_OFFERED)]
    words = [
        {
            "word": word,
            "all": asked.query(q=word.form),
            "detractors": asked.query(q=word.form, score=Group.DETRACTORS),
            "promoters": asked.query(q=word.form, score=Group.PROMOTERS),
        }
        for word in recurring_words(found, request.tenant)
    ]
    context = {
        "page": page,
        "asked": asked,
        "query": asked.query(),
        "words": words,
        "groups": Group.choices,
        "scores": [str(score) for score in range(11)],
        "months": [(f"{month:%Y-%m}", formats.month_year(month)) for month in months],
        "sees_names": sees_names(request.membership),
        "is_manager": request.membership.role in MANAGERS,
        "zone": zone,
    }
    return render(request, "surveys/comments.html", context)
