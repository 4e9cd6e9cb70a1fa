"""A customer's report at the desk: for managers, any month up to the present one."""

from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.logo import current_logo, logo_url
from accounts.months import month_of
from accounts.requests import MemberRequest
from contracts.models import Customer
from reports.customer_report.figures import CustomerReport
from reports.customer_report.months import ReportMonths, first_month, report_months
from reports.customer_report.paper import paper_letter, paper_logo
from reports.customer_report.reading import customer_report
from reports.customer_report.words import report_letter
from reports.models import ReportReceipt
from tickets.letters import pdf_response


@roles(MANAGERS)
@require_safe
def latest(request: MemberRequest, customer: int) -> HttpResponse:
    """Go to the last month that is over; to the present one where it is the first."""
    company, zone, now = _company(customer), ZoneInfo(request.tenant.zone), timezone.now()
    months = report_months(first_month(company, zone), zone=zone, now=now, with_present=True).months
    over = [month for month in months if month != month_of(now, zone)]
    return redirect("dashboards:customer_report", customer, (over or months)[0])


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest, customer: int, month: date) -> HttpResponse:
    """Show a month, and to whom it was mailed."""
    report, months = _report(request, customer, month)
    address = partial(reverse, "dashboards:customer_report")
    context = sheet(report, months, ticket_view="desk:ticket", address=lambda each: address(args=[customer, each]))
    told = ReportReceipt.objects.filter(customer=customer, month=month)
    return render(request, "dashboards/customer_report.html", context | {"customer": report.customer, "told": told})


@roles(MANAGERS)
@require_safe
def pdf(request: MemberRequest, customer: int, month: date) -> HttpResponse:
    """Give a month on paper."""
    report, _months = _report(request, customer, month)
    return pdf_response(paper_letter(report), written_at=report.now, logo=paper_logo())


def sheet(report: CustomerReport, months: ReportMonths, *, ticket_view: str, address: Any) -> dict[str, Any]:
    """Give what both report pages draw; `address` gives the page of a month."""
    logo = current_logo()
    return {
        "letter": report_letter(report, ticket_url=lambda number: reverse(ticket_view, args=[number])),
        "logo_url": logo_url(logo) if logo else "",
        "report": report,
        "months": [(each, address(each)) for each in months.months],
        "before_url": _maybe(address, months.before(report.month)),
        "after_url": _maybe(address, months.after(report.month)),
    }


def read_report(
    customer: Customer, month: date, *, now: datetime, with_present: bool
) -> tuple[CustomerReport, ReportMonths]:
    """Read a month; 404 for one that the reader has no report of."""
    zone = ZoneInfo(customer.tenant.zone)
    if month not in report_months(month, zone=zone, now=now, with_present=with_present).months:
        raise Http404
    report = customer_report(customer, month, zone=zone, now=now)
    months = report_months(report.first, zone=zone, now=now, with_present=with_present)
    if month not in months.months:
        raise Http404
    return report, months


def _report(request: MemberRequest, customer: int, month: date) -> tuple[CustomerReport, ReportMonths]:
    return read_report(_company(customer), month, now=timezone.now(), with_present=True)


def _company(pk: int) -> Customer:
    return get_object_or_404(Customer.objects.select_related("tenant"), pk=pk)


def _maybe(address: Any, month: date | None) -> str:
    return address(month) if month else ""
