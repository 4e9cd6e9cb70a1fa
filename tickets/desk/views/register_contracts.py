"""Contracts are entered and changed; the customer's open tickets follow."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from contracts.models import Contract, Customer
from contracts.services.agreements import create_contract, update_contract
from tickets.desk.forms_contracts import ContractForm
from tickets.desk.impact_step import settle
from tickets.models import Recount


@roles(MANAGERS)
def contract_new(request: MemberRequest, customer: int) -> HttpResponse:
    """Enter a contract, or with `draft` a draft of one."""
    company = get_object_or_404(Customer.objects.select_related("tenant"), pk=customer)
    form = ContractForm(request.POST or None, customer=company)

    def save() -> Contract:
        return create_contract(
            customer=company,
            actor=request.membership,
            agreed=form.agreed,
            now=timezone.now(),
            is_draft="draft" in request.POST,
        )

    return _settled(request, form, company, save)


@roles(MANAGERS)
def contract_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a contract."""
    contract = get_object_or_404(Contract.objects.select_related("customer__tenant", "plan"), pk=pk)
    form = ContractForm(request.POST or None, customer=contract.customer, contract=contract)

    def save() -> Contract:
        return update_contract(contract=contract, actor=request.membership, agreed=form.agreed, now=timezone.now())

    return _settled(request, form, contract.customer, save, contract=contract)


def _settled(
    request: MemberRequest,
    form: ContractForm,
    customer: Customer,
    save: Callable[[], Contract],
    contract: Contract | None = None,
) -> HttpResponse:
    """Save, and count the customer's open tickets again; where that moves deadlines, they are shown first."""
    saved: list[Contract] = []

    def change() -> Recount:
        saved[:] = [save()]
        return Recount(customer=customer)

    context: dict[str, Any] = {"customer": customer, "contract": contract, "form": form}
    shown = None
    try:
        if form.is_valid():
            shown = settle(request, change, saved=_("The contract is saved."), basis=request.path)
            if not shown:
                return redirect("desk:contract", saved[0].pk)
    except ValidationError as error:
        form.add_error(None, error)
    status = 422 if request.method == "POST" and not shown else 200
    return render(request, "desk/contracts/edit.html", context | (shown or {}), status=status)
