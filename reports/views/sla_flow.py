"""Tickets in and out of a period, and those behind a figure."""

from typing import Any

from django.forms import HiddenInput
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.long_lists import LongList
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports import words
from reports.forms_sla import SlaForm
from reports.selectors import sla_tickets
from reports.selectors.sla_flow import BANDS
from reports.selectors.sla_flow_months import ages_table, flow_table
from reports.selectors.sla_flow_page import STEPS, flow_page
from reports.selectors.sla_flow_parts import SORTS, flow_parts_table
from reports.selectors.sla_flow_weeks import has_weeks, weeks_table
from reports.selectors.sla_parts import PARTS
from reports.summaries.spans import Kind, Span, read_span
from reports.views.asking import asked_number, asked_word, wants_all
from reports.views.sla import pages, sla_form, valid_form
from sla.models import Severity

PAGE = 50


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show what came and what left, beside the period before (`?since=2026-03&until=2026-05&by=team&sort=opened`)."""
    now, everything = timezone.now(), wants_all(request)
    by, sort = asked_word(request, "by", PARTS), asked_word(request, "sort", SORTS, "opened")
    form = sla_form(request, now)
    form.fields["clock"].widget = HiddenInput()  # kept for the other pages
    step = asked_word(request, "step", STEPS)
    form.also = {"by": by, "sort": sort, "step": step}
    context: dict[str, Any] = {"form": form, "page": None}
    if form.is_valid():
        context |= {
            "page": flow_page(form, by=by, sort=sort, step=step, everything=everything, now=now),
            "title": words.period(form.period),
            "past": words.period(form.period.before),
            "query": form.query(**form.also),
            "plain": form.query(),
        }
    return render(request, "dashboards/sla_flow.html", context)


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file; 404 for what the page would say is wrong."""
    now, form = timezone.now(), valid_form(request)
    by, sort = asked_word(request, "by", PARTS), asked_word(request, "sort", SORTS, "opened")
    if table == "parts":
        return table_response(flow_parts_table(form, by, sort, now=now), kind)
    makers = {"months": flow_table, "weeks": weeks_table, "ages": ages_table}
    if table not in makers or (table == "weeks" and not has_weeks(form.period)):
        raise Http404
    return table_response(makers[table](form, now=now), kind)


@roles(MANAGERS)
@require_safe
def tickets(request: MemberRequest) -> HttpResponse:
    """Show the tickets behind a figure (`?what=reopened&page=2`), 50 a page."""
    form, what, week, rows = _behind(request)
    shown = LongList(rows, PAGE).get_page(asked_number(request))
    context = {
        "form": form,
        "page": shown,
        "lines": [sla_tickets.line_of(what)(row) for row in shown],
        "title": sla_tickets.what_name(what, form, week),
        "when": sla_tickets.when_name(what),
        "what": what,
        "is_question": what in sla_tickets.QUESTIONS,
        "zone": form.period.zone,
        "query": form.query(**form.also),
        "plain": form.query(),
        **pages(form, shown.number, has_next=shown.has_next()),
    }
    return render(request, "dashboards/sla_tickets.html", context)


@roles(MANAGERS)
@require_safe
def tickets_file(request: MemberRequest, kind: str) -> TableResponse:
    """Send the tickets behind a figure as a file."""
    form, what, week, rows = _behind(request)
    return table_response(sla_tickets.tickets_table(rows, form, what, week), kind)


def _behind(request: MemberRequest) -> tuple[SlaForm, str, Span | None, sla_tickets.Behind]:
    form, what = valid_form(request), asked_word(request, "what", sla_tickets.WHATS)
    asked = asked_word(request, "asked", ["", *Severity.values])
    age = asked_word(request, "age", ["", *(str(place) for place in range(len(BANDS)))])
    week = read_span(request.GET.get("week", ""), form.period.zone)
    if (week is None and request.GET.get("week")) or (week and week.kind != Kind.WEEK):
        raise Http404
    more = {"asked": asked, "age": age, "week": week.key if week else ""}
    form.also = {"what": what} | {name: text for name, text in more.items() if text}
    place = int(age) if age else None
    rows = sla_tickets.tickets_behind(form, what, asked=asked, age=place, week=week, now=timezone.now())
    return form, what, week, rows
