"""What the company is billed, month by month."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.months import add_months, read_month
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.selectors import local_day
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.selectors.billing_pages import statement
from tickets.selectors.billing_tables import statement_table

# How far back the page goes.
MONTHS = 36


@portal_page
@require_safe
def statement_page(request: PortalRequest) -> HttpResponseBase:
    """Show a month's statement with its arithmetic (`?month=2026-03`), to contacts who see the whole company."""
    if not request.contact.is_company_wide:
        raise Http404
    this_month = local_day(request.tenant, timezone.now()).replace(day=1)
    first = add_months(this_month, 1 - MONTHS)
    month = min(max(read_month(request.GET.get("month", "")) or this_month, first), this_month)
    shown = statement(request.contact.customer, month, is_for_customer=True)
    if kind := asked_file(request):
        return list_response(request, statement_table(shown), kind)
    return show(
        request,
        "portal/statement.html",
        statement=shown,
        before=add_months(month, -1) if month > first else None,
        after=add_months(month, 1) if month < this_month else None,
        zone=request.tenant.zone,
    )
