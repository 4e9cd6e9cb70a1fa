"""Contracts are entered, changed and ended; the customer's open tickets follow."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from contracts.models import Contract, Customer
from contracts.services.agreements import create_contract, end_contract, update_contract
from tickets.desk.forms_register import ContractForm, EndForm
from tickets.desk.impact_step import settle
from tickets.models import Recount


@roles(MANAGERS)
def contract_new(request: MemberRequest, customer: int) -> HttpResponse:
    """Enter a contract."""
    company = get_object_or_404(Customer, pk=customer)
    form = ContractForm(request.POST or None)
    if request.method != "POST":
        return _page(request, company, form=form)

    def save() -> Contract:
        return create_contract(customer=company, actor=request.membership, agreed=form.agreed)

    return _settled(request, form, company, save, form=form)


@roles(MANAGERS)
def contract_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a contract."""
    contract = _contract(pk)
    form = ContractForm(request.POST or None, contract=contract)
    if request.method != "POST":
        return _page(request, contract.customer, form=form, contract=contract)

    def save() -> Contract:
        return update_contract(contract=contract, actor=request.membership, agreed=form.agreed)

    return _settled(request, form, contract.customer, save, form=form, contract=contract)


@roles(MANAGERS)
@require_POST
def contract_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Give notice."""
    contract = _contract(pk)
    form = EndForm(request.POST, auto_id="end-%s")

    def save() -> Contract:
        return end_contract(contract=contract, actor=request.membership, ends_on=form.cleaned_data["ends_on"])

    return _settled(request, form, contract.customer, save, contract=contract, ending=form)


def _contract(pk: int) -> Contract:
    return get_object_or_404(Contract.objects.select_related("customer__tenant", "plan"), pk=pk)


def _settled(
    request: MemberRequest, sent: Form, customer: Customer, save: Callable[[], Contract], **page: Any
) -> HttpResponse:
    """Save, and count the customer's open tickets again; where that moves deadlines, they are shown first."""

    def change() -> Recount:
        save()
        return Recount(customer=customer)

    shown = None
    try:
        if sent.is_valid():
            shown = settle(request, change, saved=_("The contract is saved."), basis=request.path)
            if not shown:
                return redirect("desk:customer", customer.pk)
    except ValidationError as error:
        sent.add_error(None, error)
    return _page(request, customer, **page, shown=shown)


def _page(
    request: MemberRequest,
    customer: Customer,
    *,
    form: Form | None = None,
    contract: Contract | None = None,
    ending: Form | None = None,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw the page; a refused form keeps what was typed."""
    today = datetime.now(ZoneInfo(request.tenant.zone)).date()
    if contract is not None:
        initial = {"ends_on": contract.ends_on or today}
        ending = ending or EndForm(initial=initial, auto_id="end-%s")
    context: dict[str, Any] = {
        "customer": customer,
        "contract": contract,
        "form": form or ContractForm(contract=contract),
        "ending": ending,
        "is_ending": ending is not None and ending.is_bound,
    }
    status = 422 if request.method == "POST" and not shown else 200
    return render(request, "desk/register/contract.html", context | (shown or {}), status=status)
