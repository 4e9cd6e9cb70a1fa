"""The deadlines: page and files."""

from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports import words
from reports.selectors.sla_months import kept_by_month
from reports.selectors.sla_page import sla_page
from reports.selectors.sla_tables import MAKERS
from reports.views.asking import asked_metric, asked_month, wants_all
from sla.models import Metric


@roles(MANAGERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Begin with the deadlines."""
    return redirect("dashboards:sla")


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show how the promises of a month were kept (`?month=2026-05&clock=start`)."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    metric, everything = asked_metric(request), wants_all(request)
    kept = kept_by_month(metric, now=now, zone=zone)
    month = asked_month(request, kept.months, now=now, zone=zone)
    shown = sla_page(metric, month, kept, everything=everything, query=_query(metric, month), now=now, zone=zone)
    return render(
        request,
        "dashboards/sla.html",
        {
            "page": shown,
            "month": month,
            "title": words.month_year(month),
            "metric": metric,
            "months": [
                {"name": words.first_up(words.month_year(each)), "query": _query(metric, each), "month": each}
                for each in reversed(kept.months)
            ],
            "metrics": [{"name": each.label, "query": _query(each, month), "value": each.value} for each in Metric],
            "query": _query(metric, month),
            "everything": everything,
            "zone": zone,
        },
    )


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    maker, metric = MAKERS.get(table), asked_metric(request)
    if maker is None:
        raise Http404
    month = asked_month(request, kept_by_month(metric, now=now, zone=zone).months, now=now, zone=zone)
    return table_response(maker(metric, month, now, zone), kind)


def _query(metric: Metric, month: date) -> str:
    return urlencode({"month": f"{month:%Y-%m}", "clock": metric.value})
