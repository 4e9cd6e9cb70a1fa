"""Customer satisfaction: the page, the lists behind its figures, and files. The address carries everything asked."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import AGENTS, MANAGERS, roles
from accounts.long_lists import LongList
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports import words
from reports.door import figures_for
from reports.figures import SurveyFigures
from reports.forms_nps import NpsForm
from reports.parts import Choice
from reports.selectors.breakdown import SHOWN
from reports.selectors.nps_counted import PARTS, nps_counted
from reports.selectors.nps_lists import (
    ANSWERED,
    OFFERED,
    WHICH,
    answer_to,
    length_of,
    outcome,
    some_behind,
    surveys_behind,
)
from reports.selectors.nps_page import nps_page
from reports.selectors.nps_tables import MAKERS, calls_table, surveys_table
from reports.views.asking import asked_word, wants_all
from surveys.selectors.visible import sees_names

PAGE = 50


@roles(AGENTS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show a period's satisfaction beside the period before (`?since=2026-03&until=2026-05&team=4&by=plan`).

    Agents see what was said of their teams' tickets and their own.
    """
    now, by = timezone.now(), asked_word(request, "by", PARTS)
    form, is_manager = _form(request, now), request.membership.role in MANAGERS
    form.also = {"by": by}
    context: dict[str, object] = {"form": form, "page": None, "is_manager": is_manager}
    if form.is_valid():
        found = nps_counted(form, by, most=None if wants_all(request) else SHOWN, now=now)
        context |= {
            "page": nps_page(found, form, by=by, is_manager=is_manager, now=now),
            "title": words.period(form.period),
            "before": words.period(form.period.before),
            "query": form.query(by=by),
            "plain": form.query(),
            "by_name": PARTS[by],
            "sees_names": sees_names(request.membership),
            "zone": form.period.zone,
        }
    return render(request, "dashboards/nps.html", context)


@roles(AGENTS)
@require_safe
def surveys(request: MemberRequest) -> HttpResponse:
    """List the surveys behind a figure (`?team=4&which=detractors&page=2`, or `which=7` for a score), 50 a page."""
    form, which = _valid_form(request), asked_word(request, "which", WHICH, ANSWERED)
    figures = figures_for(SurveyFigures, form.period, form.filters, monthly=False, now=timezone.now()).total()
    read = partial(some_behind, form, which)
    listed = LongList(surveys_behind(form, which), PAGE, count=length_of(which, figures), read=read)
    shown = listed.get_page(request.GET.get("page"))
    query = form.query(which=which)
    context = {
        "page": shown,
        "rows": [(survey, answer_to(survey), outcome(survey)) for survey in shown],
        "form": form,
        "title": f"{WHICH[which][0]}, {words.period(form.period)}",
        "is_score": which.isdigit(),
        "choices": [Choice(str(WHICH[key][0]), form.query(which=key), key == which) for key in OFFERED],
        "back": f"{reverse('dashboards:nps')}?{form.query()}",
        "plain": form.query(),
        "file": f"{reverse('dashboards:nps_csv', args=['surveys'])}?{query}",
        "previous_url": f"?{query}&page={shown.number - 1}" if shown.has_previous() else "",
        "next_url": f"?{query}&page={shown.number + 1}" if shown.has_next() else "",
        "names": sees_names(request.membership),
        "member": request.membership,
        "is_manager": request.membership.role in MANAGERS,
        "zone": form.period.zone,
    }
    return render(request, "dashboards/nps_surveys.html", context)


@roles(AGENTS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file, or the surveys behind a figure; 404 for what the page says is wrong."""
    now, form, member = timezone.now(), _valid_form(request), request.membership
    if table == "surveys":
        which = asked_word(request, "which", WHICH, ANSWERED)
        return table_response(surveys_table(form, which, member, names=sees_names(member)), kind)
    if table == "follow-ups" and member.role in MANAGERS:
        return table_response(calls_table(form, now=now), kind)
    if table not in MAKERS:
        raise Http404
    by = asked_word(request, "by", PARTS)
    return table_response(MAKERS[table](nps_counted(form, by, now=now), form, by), kind)


def _form(request: MemberRequest, now: datetime) -> NpsForm:
    zone = ZoneInfo(request.tenant.zone)
    return NpsForm(request.GET.dict(), member=request.membership, now=now, zone=zone)


def _valid_form(request: MemberRequest) -> NpsForm:
    form = _form(request, timezone.now())
    if not form.is_valid():
        raise Http404
    return form
