"""A period's promises by customer, plan …, and the clocks behind a figure. The address carries everything asked."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports.forms_sla import SlaForm
from reports.selectors.sla_clocks import ALL, WHICH, clocks_page, clocks_table, which_name
from reports.selectors.sla_parts import PARTS, SORTS, Parts, sla_parts
from reports.selectors.sla_parts_page import parts_page, period_text
from reports.selectors.sla_parts_tables import MAKERS
from reports.views.asking import asked_number, asked_word, wants_all


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show a period's promises beside the period before (`?since=2026-03&until=2026-05&by=plan&sort=met`)."""
    now, everything = timezone.now(), wants_all(request)
    by, sort = asked_word(request, "by", PARTS), asked_word(request, "sort", SORTS, "count")
    form = sla_form(request, now)
    context: dict[str, Any] = {"form": form, "page": None, "by": by, "sort": sort}
    if form.is_valid():
        shown = parts_page(_found(form, by, sort, now), form, by=by, sort=sort, everything=everything, now=now)
        title = period_text(form.period)
        context |= {"page": shown, "title": title, "query": form.query(by=by, sort=sort), "plain": form.query()}
    return render(request, "dashboards/sla_parts.html", context)


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file; 404 for what the page would say is wrong."""
    now, form = timezone.now(), valid_form(request)
    by, sort = asked_word(request, "by", PARTS), asked_word(request, "sort", SORTS, "count")
    if table not in MAKERS:
        raise Http404
    return table_response(MAKERS[table](_found(form, by, sort, now), form, by), kind)


@roles(MANAGERS)
@require_safe
def clocks(request: MemberRequest) -> HttpResponse:
    """Show the clocks behind a figure (`?which=breached&page=2`), 50 a page."""
    now, form = timezone.now(), valid_form(request)
    which = asked_word(request, "which", WHICH, ALL)
    shown = clocks_page(form, which, number=asked_number(request), now=now)
    context = {
        "form": form,
        "page": shown,
        "title": which_name(which),
        "period": period_text(form.period),
        "zone": form.period.zone,
        "which": which,
        "query": form.query(which=which),
        "plain": form.query(),
        "previous_url": f"?{form.query(which=which, page=str(shown.number - 1))}" if shown.number > 1 else "",
        "next_url": f"?{form.query(which=which, page=str(shown.number + 1))}" if shown.has_next else "",
    }
    return render(request, "dashboards/sla_clocks.html", context)


@roles(MANAGERS)
@require_safe
def clocks_table_file(request: MemberRequest, kind: str) -> TableResponse:
    """Send the clocks behind a figure as a file."""
    form = valid_form(request)
    which = asked_word(request, "which", WHICH, ALL)
    return table_response(clocks_table(form, which, now=timezone.now()), kind)


def sla_form(request: MemberRequest, now: datetime) -> SlaForm:
    """Read the question."""
    return SlaForm(request.GET.dict(), now=now, zone=ZoneInfo(request.tenant.zone))


def valid_form(request: MemberRequest) -> SlaForm:
    """Read the question of a page that nobody types; Http404 where it is wrong."""
    form = sla_form(request, timezone.now())
    if not form.is_valid():
        raise Http404
    return form


def _found(form: SlaForm, by: str, sort: str, now: datetime) -> Parts:
    return sla_parts(by, form.metric, form.period, form.filters, names=form.names(by), sort=sort, now=now)
