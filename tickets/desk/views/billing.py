"""What customers are billed, month by month: closed, opened again, and as files."""

from dataclasses import replace
from datetime import date

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TextResponse, list_response, table_response
from accounts.tables.asked import asked_file
from contracts.models import Customer
from tickets.bills import to_json, to_table
from tickets.desk.forms_billing import ReopeningForm
from tickets.selectors.billing_pages import bill_of, month_lines, month_page, statement
from tickets.selectors.billing_tables import months_table, statement_table
from tickets.services.billing import close_month, csv_of, reopen_month


@roles(MANAGERS)
@require_safe
def billing(request: MemberRequest) -> HttpResponseBase:
    """List the months."""
    lines = month_lines(request.tenant, now=timezone.now())
    if kind := asked_file(request):
        return list_response(request, months_table(lines), kind)
    return render(request, "desk/billing/months.html", {"lines": lines})


@roles(MANAGERS)
@require_safe
def billing_month(request: MemberRequest, month: date) -> HttpResponse:
    """Show what each customer is billed for a month."""
    return _month(request, month, ReopeningForm())


@roles(MANAGERS)
@require_POST
def billing_closing(request: MemberRequest, month: date) -> HttpResponse:
    """Close a month."""
    try:
        close_month(month=month, actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, " ".join(error.messages))
    else:
        toasts.success(request, _("The month is closed."))
    return redirect("desk:billing_month", month)


@roles(MANAGERS)
@require_POST
def billing_reopening(request: MemberRequest, month: date) -> HttpResponse:
    """Open a closed month again, for a reason."""
    form = ReopeningForm(request.POST)
    if form.is_valid():
        try:
            reopen_month(month=month, actor=request.membership, reason=form.cleaned_data["reason"], now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            toasts.success(request, _("The month is open again."))
            return redirect("desk:billing_month", month)
    return _month(request, month, form, status=422)


@roles(MANAGERS)
@require_safe
def billing_file(request: MemberRequest, month: date, kind: str) -> HttpResponseBase:
    """Send a month as a file: what it was closed with, letter by letter; an open one as it stands now."""
    bill, closing = bill_of(request.tenant, month)
    name = f"billing-{month:%Y-%m}" if closing else f"billing-{month:%Y-%m}-preliminary"
    if kind == "xlsx":
        return table_response(replace(to_table(bill), name=name), kind)
    if kind == "csv":
        text, content_type = closing.csv if closing else csv_of(bill, request.tenant), "text/csv"
    elif kind == "json":
        text, content_type = closing.json if closing else to_json(bill), "application/json"
    else:
        raise Http404
    return TextResponse(text, f"{name}.{kind}", rows=len(list(to_table(bill).rows)), content_type=content_type)


@roles(MANAGERS)
@require_safe
def billing_statement(request: MemberRequest, month: date, customer: int) -> HttpResponseBase:
    """Show one customer's month with its arithmetic."""
    found = get_object_or_404(Customer.objects.select_related("tenant"), pk=customer)
    shown = statement(found, month, is_for_customer=False)
    if kind := asked_file(request):
        return list_response(request, statement_table(shown), kind)
    context = {"statement": shown, "customer": found, "month": month}
    return render(request, "desk/billing/statement.html", context)


def _month(request: MemberRequest, month: date, form: ReopeningForm, status: int = 200) -> HttpResponse:
    page = month_page(request.tenant, month, now=timezone.now())
    return render(request, "desk/billing/month.html", {"page": page, "month": month, "form": form}, status=status)
