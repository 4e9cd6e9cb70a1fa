"""Payslip counts: entered in a table, imported from a file, and what they were before."""

from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import formats
from accounts.access import MANAGERS, roles
from accounts.months import add_months, read_month
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from contracts.models import BillingMonth, Customer, PayslipCount
from contracts.selectors import local_day
from contracts.selectors.payslip_tables import payslip_history_table, payslips_table
from contracts.selectors.payslips import customers_with_payslips, payslip_history, payslip_rows
from contracts.services.payslip_files import FileRead, decoded, read_payslips
from contracts.services.payslips import Counted, Entered, charged_in, enter_all
from tickets.desk.forms_billing import PayslipFileForm, PayslipsForm

PAGE = 100
EARLIER = 5


@roles(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def payslips(request: MemberRequest) -> HttpResponseBase:
    """Show a month's counts beside the five before (`?month=2026-03`); POST enters them."""
    this_month = local_day(request.tenant, timezone.now()).replace(day=1)
    month = min(read_month(request.GET.get("month", "")) or add_months(this_month, -1), this_month)
    if kind := asked_file(request):
        return table_response(payslips_table(month, months=EARLIER), kind)
    page = Paginator(customers_with_payslips(month), PAGE).get_page(request.GET.get("page"))
    months = [add_months(month, step) for step in range(-EARLIER, 1)]
    form = PayslipsForm(request.POST or None, rows=payslip_rows(list(page.object_list), months))
    is_closed = BillingMonth.objects.filter(month=charged_in(month), is_closed=True).exists()
    if request.method == "POST" and form.is_valid():
        entered = _enter(request, form, month)
        if not entered.refused:
            toasts.success(request, _kept(entered))
            return redirect(f"{reverse('desk:payslips')}?{urlencode({'month': f'{month:%Y-%m}', 'page': page.number})}")
        for counted, reason in entered.refused:
            form.add_error(f"count-{counted.customer.pk}", reason)
    context = {
        "form": form,
        "page": page,
        "month": month,
        "name": formats.month_year(month),
        "charged": formats.month_year(charged_in(month)),
        "heads": [formats.month_year(each) for each in months[:-1]],
        "before": add_months(month, -1),
        "after": add_months(month, 1) if month < this_month else None,
        "is_closed": is_closed,
    }
    return render(request, "desk/billing/payslips.html", context, status=422 if form.errors else 200)


@roles(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def payslips_import(request: MemberRequest) -> HttpResponse:
    """Read a file, show what would come of it, and enter it when that is confirmed."""
    form = PayslipFileForm(request.POST, request.FILES) if request.method == "POST" else PayslipFileForm()
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/billing/payslips_import.html", {"form": form}, status=status)
    upload, month = form.cleaned_data["file"], form.cleaned_data["month"]
    try:
        text = decoded(upload.read()) if upload else form.cleaned_data["text"]
        if not text:
            raise ValidationError({"file": _("Choose a file.")})
        found = read_payslips(text, month=month)
    except ValidationError as error:
        form.add_error("file", error.messages)
        return render(request, "desk/billing/payslips_import.html", {"form": form}, status=422)
    context = {"form": form, "text": text, "month": month, "found": found}
    if "enter" in request.POST:
        context |= {"entered": _import(request, found)}
    return render(request, "desk/billing/payslips_found.html", context)


@roles(MANAGERS)
@require_safe
def payslips_history(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Show every count of a customer's, with who entered it and what it was before."""
    customer = get_object_or_404(Customer, pk=pk)
    if kind := asked_file(request):
        return table_response(payslip_history_table(customer, ZoneInfo(request.tenant.zone)), kind)
    page = Paginator(payslip_history(customer), PAGE).get_page(request.GET.get("page"))
    rows = [(formats.month_year(row.month), formats.decimal(row.count, 0), row) for row in page.object_list]
    context = {"customer": customer, "rows": rows, "page": page}
    return render(request, "desk/billing/payslips_history.html", context)


def _enter(request: MemberRequest, form: PayslipsForm, month: date) -> Entered:
    counts = [
        Counted(row.customer, month, count)
        for row in form.rows
        if (count := form.cleaned_data[f"count-{row.customer.pk}"]) is not None
    ]
    return enter_all(counts=counts, source=PayslipCount.Source.PAGE, actor=request.membership, now=timezone.now())


def _import(request: MemberRequest, found: FileRead) -> Entered:
    """Enter what was read; what is refused now goes to the lines left out."""
    lines = {counted: line for line, counted in found.counts}
    entered = enter_all(
        counts=list(lines), source=PayslipCount.Source.CSV, actor=request.membership, now=timezone.now()
    )
    for counted, reason in entered.refused:
        found.refuse(lines[counted], counted, reason)
    toasts.success(request, _kept(entered))
    return entered


def _kept(entered: Entered) -> str:
    kept = len(entered.kept)
    return ngettext("%(n)d count is saved.", "%(n)d counts are saved.", kept) % {"n": kept}
