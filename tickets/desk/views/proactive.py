"""Proactive cases at the desk: the logged call, and the payroll runs of a month."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AGENTS, DESK, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from sla.selectors import support_hours
from tickets.desk.forms_proactive import CallForm, ContactTargetsForm
from tickets.desk.views.relations import BOTH, act
from tickets.desk.views.ticket import visible
from tickets.selectors.payroll import payroll_page
from tickets.selectors.payroll_table import payroll_table
from tickets.services.contact_targets import set_contact_targets
from tickets.services.proactive import log_contact


@roles(DESK)
@require_http_methods(BOTH)
def contacted(request: MemberRequest, number: int) -> HttpResponse:
    """Record that the customer was called: the contact clock stops."""
    ticket = visible(request, number)

    def change(data: dict[str, Any]) -> int:
        log_contact(ticket=ticket, actor=request.membership, now=timezone.now(), **data)
        toasts.success(request, _("The call is recorded."))
        return number

    words = {
        "heading": _("Log a call"),
        "lead": _("The customer was told by telephone. The contact clock stops."),
        "submit": _("The customer was contacted"),
    }
    return act(request, ticket, CallForm(request.POST or None), change, words)


@roles(AGENTS)
@require_safe
def payroll(request: MemberRequest) -> HttpResponseBase:
    """Show the payroll runs that are not approved: a month's list, or who would be on the next one."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    month = request.GET.get("month", "")
    if kind := asked_file(request):
        return list_response(request, payroll_table(support_hours(), asked=month, now=now), kind)
    page = payroll_page(support_hours(), asked=month, now=now, zone=zone)
    return render(request, "desk/payroll.html", {"page": page})


@roles(MANAGERS)
@require_http_methods(BOTH)
def targets(request: MemberRequest) -> HttpResponse:
    """Set within what time customers are contacted, by the kind of case."""
    form = ContactTargetsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_contact_targets(actor=request.membership, targets=form.targets, now=timezone.now())
        except ValidationError as error:
            form.add_errors(error)
        else:
            toasts.success(request, _("The times are saved."))
            return redirect("desk:proactive")
    return render(request, "desk/proactive.html", {"form": form}, status=422 if request.method == "POST" else 200)
