"""A period's satisfaction, and the answers behind a figure. The address carries everything asked."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import AGENTS, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports.forms_nps import NpsForm
from reports.raw.surveys import answers_behind
from reports.selectors.nps_period import nps_period
from reports.selectors.nps_period_page import period_page
from reports.selectors.nps_period_tables import MAKERS, answers_table, span_of
from reports.selectors.nps_period_words import period_text
from reports.views.asking import wants_all
from surveys.nps import DETRACTOR_TO, HIGHEST, PROMOTER_FROM
from surveys.selectors.visible import sees_names

PAGE = 50
GROUPS = {
    "": (0, HIGHEST),
    "promoters": (PROMOTER_FROM, HIGHEST),
    "passives": (DETRACTOR_TO + 1, PROMOTER_FROM - 1),
    "detractors": (0, DETRACTOR_TO),
}
SCORES = {str(score): (score, score) for score in range(HIGHEST + 1)}


@roles(AGENTS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show a period's satisfaction beside the period before (`?since=2026-03&until=2026-05&team=4`).

    Agents see what was said of their teams' tickets and their own.
    """
    everything, form = wants_all(request), _form(request)
    context: dict[str, object] = {"form": form, "page": None, "is_manager": request.membership.role in MANAGERS}
    if form.is_valid():
        found = nps_period(form.period, form.filters, request.membership)
        context |= {
            "page": period_page(found, form, everything=everything),
            "title": period_text(form.period),
            "query": form.query(),
        }
    return render(request, "dashboards/nps_period.html", context)


@roles(AGENTS)
@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    """List the answers behind a figure (`?team=4&group=detractors&page=2`, or `group=7` for a score), 50 a page."""
    form, group = _form(request), request.GET.get("group", "")
    scores = (GROUPS | SCORES).get(group)
    if not form.is_valid() or scores is None:
        raise Http404
    found = answers_behind(form.period, form.filters, request.membership).filter(score__range=scores)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = form.query(group=group)
    context = {
        "page": shown,
        "title": period_text(form.period),
        "group": group,
        "groups": [(name, form.query(group=name)) for name in GROUPS],
        "plain": form.query(),
        "file": f"{reverse('dashboards:nps_period_csv', args=['answers'])}?{query}",
        "previous_url": _at(query, shown.number - 1) if shown.has_previous() else "",
        "next_url": _at(query, shown.number + 1) if shown.has_next() else "",
        "names": sees_names(request.membership),
        "member": request.membership,
        "is_manager": request.membership.role in MANAGERS,
        "zone": form.period.zone,
    }
    return render(request, "dashboards/nps_answers.html", context)


@roles(AGENTS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file, or the answers behind a figure; 404 for what the page says is wrong."""
    form, group = _form(request), request.GET.get("group", "")
    scores = (GROUPS | SCORES).get(group)
    if not form.is_valid() or scores is None:
        raise Http404
    if table == "answers":
        return table_response(answers_table(form, group, scores, request.membership), kind)
    if table not in MAKERS:
        raise Http404
    found = nps_period(form.period, form.filters, request.membership)
    return table_response(MAKERS[table](found, span_of(form)), kind)


def _form(request: MemberRequest) -> NpsForm:
    return NpsForm(request.GET.dict(), now=timezone.now(), zone=ZoneInfo(request.tenant.zone))


def _at(query: str, number: int) -> str:
    return f"?{query}&{urlencode({'page': number})}"
