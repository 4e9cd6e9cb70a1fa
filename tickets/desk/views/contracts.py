"""All contracts, and one with its timeline."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import AGENTS, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from contracts.models import Contract, Plan
from contracts.selectors import local_day
from contracts.selectors.contract_list import SORTS, WITHIN, contract_list, sort_of
from contracts.selectors.contract_page import contract_page, day_text
from contracts.selectors.contracts_table import contracts_table
from tickets.desk.forms_contracts import LastDayForm

LOADED = ("customer__tenant", "plan", "plan_version__plan", "policy", "personal_consultant__user")


@roles(AGENTS)
@require_safe
def contracts(request: MemberRequest) -> HttpResponseBase:
    """List contracts; the filters stand in the address."""
    asked = request.GET.dict()
    today = local_day(request.tenant, timezone.now())
    if kind := asked_file(request):
        return table_response(contracts_table(asked, today=today), kind)
    found = contract_list(asked, today=today)
    query = request.GET.copy()
    query["page"] = str(found.following)
    context = {
        "found": found,
        "lines": [
            (one, one.get_status_display(), day_text(one.starts_on), day_text(one.ends_on)) for one in found.contracts
        ],
        "asked": asked,
        "statuses": Contract.Status.choices,
        "plans": Plan.objects.all(),
        "within": WITHIN,
        "sorts": [(name, label) for name, (label, _order) in SORTS.items()],
        "sort": sort_of(asked),
        "is_filtered": any(asked.get(name) for name in ("status", "plan", "within")),
        "next_query": query.urlencode() if found.following else "",
        "may_manage": request.membership.role in MANAGERS,
    }
    return render(request, "desk/contracts/list.html", context)


@roles(AGENTS)
@require_safe
def contract(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a contract: what it says, what its plan has, and what happened to it."""
    return draw_contract(request, one_contract(pk))


def one_contract(pk: int) -> Contract:
    """Give a contract with what its page reads; 404 where there is none."""
    found: Contract = get_object_or_404(Contract.objects.select_related(*LOADED), pk=pk)
    return found


def draw_contract(
    request: MemberRequest, found: Contract, *, action: str = "", form: LastDayForm | None = None, **shown: Any
) -> HttpResponse:
    """Draw the page; `action` is the one that was sent, with its form where it has one, and what its impact is."""
    page = contract_page(found, timezone.now())
    forms = {
        "notice": LastDayForm(initial={"ends_on": page.notice_on}, auto_id="notice-%s"),
        "end": LastDayForm(initial={"ends_on": page.today}, auto_id="end-%s"),
    }
    if form is not None:
        forms[action] = form
    context = {"page": page, "forms": forms, "action": action, "may_manage": request.membership.role in MANAGERS}
    status = 422 if request.method == "POST" and not shown else 200
    return render(request, "desk/contracts/contract.html", context | shown, status=status)
