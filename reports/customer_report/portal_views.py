"""The company's own reports in the portal: for contacts who see the whole company, of the months that are over."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from contracts.models import Customer
from reports.customer_report.figures import CustomerReport
from reports.customer_report.months import ReportMonths, first_month, report_months
from reports.customer_report.paper import paper_letter, paper_logo
from reports.customer_report.views import read_report, sheet
from tickets.letters import pdf_response
from tickets.portal.access import PortalRequest, portal_page, show


@portal_page
@require_GET
def reports(request: PortalRequest) -> HttpResponse:
    """List the months."""
    company, zone = _company(request), ZoneInfo(request.tenant.zone)
    months = report_months(first_month(company, zone), zone=zone, now=timezone.now(), with_present=False)
    return show(request, "portal/reports/list.html", months=months.months)


@portal_page
@require_GET
def page(request: PortalRequest, month: date) -> HttpResponse:
    """Show a month."""
    report, months = _report(request, month)
    context = sheet(
        report, months, ticket_view="portal:ticket", address=lambda each: reverse("reports:report", args=[each])
    )
    return show(request, "portal/reports/report.html", **context)


@portal_page
@require_GET
def pdf(request: PortalRequest, month: date) -> HttpResponse:
    """Give a month on paper."""
    report, _all = _report(request, month)
    return pdf_response(paper_letter(report), written_at=report.now, logo=paper_logo())


def _company(request: PortalRequest) -> Customer:
    if not request.contact.is_company_wide:
        raise Http404
    return request.contact.customer


def _report(request: PortalRequest, month: date) -> tuple[CustomerReport, ReportMonths]:
    return read_report(_company(request), month, now=timezone.now(), with_present=False)
