"""The deadlines: a period's promises, their files, and the clocks behind a figure. The address carries the question."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports import words
from reports.forms_sla import SlaForm
from reports.selectors.sla_clocks import (
    ALL,
    HOURS,
    WHICH,
    clocks_behind,
    clocks_page,
    clocks_table,
    length_of,
    which_name,
)
from reports.selectors.sla_page import sla_page
from reports.selectors.sla_parts import PARTS, SORTS
from reports.selectors.sla_tables import MAKERS
from reports.views.asking import asked_number, asked_word, wants_all


@roles(MANAGERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Begin with the deadlines."""
    return redirect("dashboards:sla")


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show a period's promises beside the period before (`?since=2026-03&until=2026-05&by=plan&sort=met`)."""
    now, everything = timezone.now(), wants_all(request)
    by, sort = _by(request), _sort(request)
    form = sla_form(request, now)
    form.also = {"by": by, "sort": sort}
    context: dict[str, Any] = {"form": form, "page": None}
    if form.is_valid():
        context |= {
            "page": sla_page(form, by=by, sort=sort, everything=everything, now=now),
            "title": words.period(form.period),
            "query": form.query(**form.also),
            "plain": form.query(),
        }
    return render(request, "dashboards/sla.html", context)


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file; 404 for what the page would say is wrong."""
    form = valid_form(request)
    if table not in MAKERS:
        raise Http404
    return table_response(MAKERS[table](form, _by(request), _sort(request), timezone.now()), kind)


@roles(MANAGERS)
@require_safe
def clocks(request: MemberRequest) -> HttpResponse:
    """Show the clocks behind a figure (`?which=breached&hour=33&page=2`), 50 a page."""
    now, form = timezone.now(), valid_form(request)
    which, hour = asked_word(request, "which", WHICH, ALL), _hour(request)
    count = None if hour is not None else length_of(form, which, now=now)
    behind = clocks_behind(form, which, hour=hour, now=now)
    shown = clocks_page(behind, form, count=count, number=asked_number(request), now=now)
    form.also = {"which": which} | ({} if hour is None else {"hour": str(hour)})
    context = {
        "form": form,
        "page": shown,
        "title": which_name(which, form, hour),
        "zone": form.period.zone,
        "which": which,
        "query": form.query(**form.also),
        "plain": form.query(),
        **pages(form, shown.number, has_next=shown.has_next),
    }
    return render(request, "dashboards/sla_clocks.html", context)


@roles(MANAGERS)
@require_safe
def clocks_table_file(request: MemberRequest, kind: str) -> TableResponse:
    """Send the clocks behind a figure as a file."""
    now, form = timezone.now(), valid_form(request)
    which = asked_word(request, "which", WHICH, ALL)
    behind = clocks_behind(form, which, hour=_hour(request), now=now)
    return table_response(clocks_table(behind, form, which, now=now), kind)


def pages(form: SlaForm, number: int, *, has_next: bool) -> dict[str, str]:
    """Give the addresses of the pages beside one, for the pager."""
    return {
        "previous_url": f"?{form.query(**form.also, page=str(number - 1))}" if number > 1 else "",
        "next_url": f"?{form.query(**form.also, page=str(number + 1))}" if has_next else "",
    }


def sla_form(request: MemberRequest, now: datetime) -> SlaForm:
    """Read the question."""
    return SlaForm(request.GET.dict(), now=now, zone=ZoneInfo(request.tenant.zone))


def valid_form(request: MemberRequest) -> SlaForm:
    """Read the question of a page that nobody types; Http404 where it is wrong."""
    form = sla_form(request, timezone.now())
    if not form.is_valid():
        raise Http404
    return form


def _by(request: MemberRequest) -> str:
    return asked_word(request, "by", PARTS)


def _sort(request: MemberRequest) -> str:
    return asked_word(request, "sort", SORTS, "count")


def _hour(request: MemberRequest) -> int | None:
    text = asked_word(request, "hour", ["", *map(str, HOURS)])
    return int(text) if text else None
