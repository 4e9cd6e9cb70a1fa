"""Tickets in and out of a period."""

from typing import Any

from django.forms import HiddenInput
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports.selectors.sla_flow_page import flow_page, flow_table
from reports.selectors.sla_parts_page import period_text
from reports.views.sla_parts import sla_form, valid_form


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show what came and what left, beside the period before (`?since=2026-03&until=2026-05&team=3`)."""
    now = timezone.now()
    form = sla_form(request, now)
    form.fields["clock"].widget = HiddenInput()  # kept for the other pages
    context: dict[str, Any] = {"form": form, "page": None}
    if form.is_valid():
        title, past = period_text(form.period), period_text(form.period.before)
        context |= {"page": flow_page(form, now=now), "title": title, "past": past, "plain": form.query()}
    return render(request, "dashboards/sla_flow.html", context)


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, kind: str) -> TableResponse:
    """Send the months as a file; 404 for what the page would say is wrong."""
    return table_response(flow_table(valid_form(request), now=timezone.now()), kind)
