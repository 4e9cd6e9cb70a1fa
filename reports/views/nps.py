"""Customer satisfaction: page and files."""

from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.months import month_of
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports import words
from reports.selectors.nps_months import nps_months
from reports.selectors.nps_page import nps_page
from reports.selectors.nps_tables import MAKERS
from reports.views.asking import asked_month, wants_all


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Show what customers said of a month's support (`?month=2026-05`)."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    everything = wants_all(request)
    months = nps_months(month_of(now, zone), zone)
    month = asked_month(request, months.months, now=now, zone=zone)
    return render(
        request,
        "dashboards/nps.html",
        {
            "page": nps_page(month, months, everything=everything, query=_query(month), now=now, zone=zone),
            "month": month,
            "title": words.month_year(month),
            "months": [
                {"name": words.first_up(words.month_year(each)), "query": _query(each), "month": each}
                for each in reversed(months.months)
            ],
            "query": _query(month),
            "zone": zone,
        },
    )


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    maker = MAKERS.get(table)
    if maker is None:
        raise Http404
    months = nps_months(month_of(now, zone), zone)
    return table_response(maker(asked_month(request, months.months, now=now, zone=zone), months, now, zone), kind)


def _query(month: date) -> str:
    return urlencode({"month": f"{month:%Y-%m}"})
