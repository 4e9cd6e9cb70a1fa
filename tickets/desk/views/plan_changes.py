"""Changes of plan as managers see them: what waits, the receipt, the refusal."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from contracts.addendum import addendum, written_at
from contracts.models import Contract, PlanChange
from contracts.plan_comparison import compare
from contracts.selectors import local_day
from contracts.selectors.plan_changes import changes
from contracts.services.plan_changes import record_receipt, refuse, request_change, withdraw
from tickets.desk.forms_plan_changes import PlanRequestForm, ReceiptForm, RefusalForm
from tickets.desk.plan_rows import change_line, change_lines
from tickets.desk.plan_tables import changes_table
from tickets.letters import pdf_response, signed_response


@roles(MANAGERS)
@require_safe
def plan_changes(request: MemberRequest) -> HttpResponseBase:
    """List them: those to do something about, or all."""
    shows_all = request.GET.get("show") == "all"
    if kind := asked_file(request):
        zone, today = ZoneInfo(request.tenant.zone), local_day(request.tenant, timezone.now())
        return table_response(changes_table(zone, shows_all=shows_all, today=today), kind)
    lines, more = change_lines(shows_all=shows_all, page=request.GET.get("page", ""))
    context = {"lines": lines, "shows_all": shows_all, "more": more}
    return render(request, "desk/plans/changes.html", context)


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def plan_change_new(request: MemberRequest, contract: int) -> HttpResponse:
    """Ask for another plan in the customer's name: they get the addendum to sign."""
    shaped = Contract.objects.select_related("customer", "plan_version__plan")
    found = get_object_or_404(shaped, pk=contract)
    form = PlanRequestForm(request.POST or None, contract=found)
    try:
        if form.is_valid():
            change = request_change(
                contract=found, to_version=form.cleaned_data["to"], actor=request.membership, now=timezone.now()
            )
            toasts.success(request, _("The addendum is sent."))
            return redirect("desk:plan_change", change.pk)
    except ValidationError as error:
        form.add_error(None, error)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/plans/new.html", {"contract": found, "form": form}, status=status)


@roles(MANAGERS)
@require_GET
def plan_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one change, and what can be done about it."""
    return _page(request, _find(pk))


@roles(MANAGERS)
@require_POST
def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    """Record when the signed addendum came in."""
    change = _find(pk)
    form = ReceiptForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            done = record_receipt(change=change, actor=request.membership, now=timezone.now(), **form.cleaned_data)
            toasts.success(request, change_line(done).said)
            return redirect("desk:plan_change", pk)
    except ValidationError as error:
        form.add_error(None, error)
    return _page(request, change, receipt=form)


@roles(MANAGERS)
@require_POST
def refusal(request: MemberRequest, pk: int) -> HttpResponse:
    """Refuse it, with a reason."""
    change = _find(pk)
    form = RefusalForm(request.POST)
    try:
        if form.is_valid():
            refuse(change=change, actor=request.membership, now=timezone.now(), **form.cleaned_data)
            toasts.success(request, _("The change is refused, and the customer is told why."))
            return redirect("desk:plan_change", pk)
    except ValidationError as error:
        form.add_error(None, error)
    return _page(request, change, refusal=form)


@roles(MANAGERS)
@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it back."""
    try:
        withdraw(change=_find(pk), actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, error.messages[0])
    else:
        toasts.success(request, _("The change is withdrawn. The contract stays as it is."))
    return redirect("desk:plan_change", pk)


@roles(MANAGERS)
@require_GET
def addendum_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the addendum."""
    change = _find(pk)
    return render(request, "desk/plans/addendum.html", {"change": change, "letter": addendum(change)})


@roles(MANAGERS)
@require_GET
def addendum_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the addendum on paper."""
    change = _find(pk)
    return pdf_response(addendum(change), written_at=written_at(change))


@roles(MANAGERS)
@require_GET
def signed(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Give the scan of the signed addendum."""
    return signed_response(_find(pk))


def _find(pk: int) -> PlanChange:
    return get_object_or_404(changes(), pk=pk)


def _page(request: MemberRequest, change: PlanChange, **bound: Form) -> HttpResponse:
    today = local_day(request.tenant, timezone.now())
    forms: dict[str, Any] = {
        "receipt": ReceiptForm(initial={"received_on": change.received_on or today}, auto_id="receipt-%s"),
        "refusal": RefusalForm(auto_id="refusal-%s"),
    }
    context = {
        "line": change_line(change),
        "change": change,
        "services": compare(change.from_version, change.to_version),
        **forms,
        **bound,
    }
    return render(request, "desk/plans/change.html", context, status=422 if bound else 200)
