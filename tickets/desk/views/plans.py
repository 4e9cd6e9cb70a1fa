"""Plans are entered, changed, put in order and retired."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Plan
from contracts.selectors.plan_pages import OLD_SHOWN, contracts_behind, plan_lines, version_texts
from contracts.selectors.plans import newest_version
from contracts.services.plans import change_plan, create_plan, move_plan, offer_plan, remove_plan
from tickets.desk.forms_plans import PlanForm
from tickets.desk.plan_tables import plans_table


@roles(MANAGERS)
@require_safe
def plans(request: MemberRequest) -> HttpResponseBase:
    """List the plans, the smallest first."""
    if kind := asked_file(request):
        return list_response(request, plans_table(), kind)
    return render(request, "desk/plans/list.html", {"lines": plan_lines()})


@roles(MANAGERS)
def plan_new(request: MemberRequest) -> HttpResponse:
    """Enter a plan."""
    form = PlanForm(request.POST if request.method == "POST" else None)

    def save() -> Plan:
        plan = create_plan(actor=request.membership, draft=form.draft, now=timezone.now())
        toasts.success(request, _("%(plan)s is saved.") % {"plan": plan.name})
        return plan

    return _saved(request, form, save)


@roles(MANAGERS)
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a plan; every version stands below."""
    found = get_object_or_404(Plan, pk=pk)
    form = PlanForm(request.POST if request.method == "POST" else None, version=newest_version(found))

    def save() -> Plan:
        version = change_plan(plan=found, actor=request.membership, draft=form.draft, now=timezone.now())
        said = _("%(plan)s is saved.") % {"plan": found.name}
        if version:
            said = _("%(plan)s is saved as version %(number)s. Contracts keep theirs until they are brought to it.")
            said %= {"plan": found.name, "number": version.number}
        toasts.success(request, said)
        return found

    return _saved(request, form, save, found)


@roles(MANAGERS)
@require_POST
def plan_place(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a plan one place towards the larger (`to` is larger) or the smaller ones."""
    move_plan(
        plan=get_object_or_404(Plan, pk=pk), actor=request.membership, is_larger=request.POST.get("to") == "larger"
    )
    return redirect("desk:plans")


@roles(MANAGERS)
@require_POST
def plan_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Retire a plan, or with `offered` offer it again."""
    found = get_object_or_404(Plan, pk=pk)
    offer_plan(plan=found, actor=request.membership, is_offered="offered" in request.POST)
    said = _("%(plan)s is offered again.") if found.is_offered else _("%(plan)s is no longer offered.")
    toasts.success(request, said % {"plan": found.name})
    return redirect("desk:plan", pk)


@roles(MANAGERS)
@require_POST
def plan_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a plan that was never used."""
    found = get_object_or_404(Plan, pk=pk)
    try:
        remove_plan(plan=found, actor=request.membership)
    except ValidationError as error:
        toasts.error(request, " ".join(error.messages))
        return redirect("desk:plan", pk)
    toasts.success(request, _("%(plan)s is removed.") % {"plan": found.name})
    return redirect("desk:plans")


def _saved(request: MemberRequest, form: PlanForm, save: Callable[[], Plan], found: Plan | None = None) -> HttpResponse:
    """Save; or put the rows in another order, or show what is refused, with everything that was typed."""
    status = 200
    if request.method == "POST" and "do" in request.POST:
        form.turn(request.POST["do"])
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect("desk:plan", save().pk)
            except ValidationError as error:
                form.add_errors(error)
    context: dict[str, Any] = {"form": form, "plan": found}
    if found is not None:
        kept = Plan.objects.get(pk=found.pk)
        behind = list(contracts_behind(kept)[: OLD_SHOWN + 1])
        texts = version_texts(kept, ZoneInfo(request.tenant.zone))
        context |= {"plan": kept, "versions": texts, "behind": behind[:OLD_SHOWN], "is_more": len(behind) > OLD_SHOWN}
    return render(request, "desk/plans/plan.html", context, status=status)
