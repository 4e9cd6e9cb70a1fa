"""Contracts are entered, changed and ended; the customer's open tickets follow in the same transaction."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from contracts.models import Contract, Customer
from contracts.services.agreements import create_contract, end_contract, update_contract
from tickets.desk.forms_register import ContractForm, EndForm
from tickets.services.terms import recount_terms


@roles(MANAGERS)
def contract_new(request: MemberRequest, customer: int) -> HttpResponse:
    """Enter a contract."""
    company = get_object_or_404(Customer, pk=customer)
    form = ContractForm(request.POST or None)
    is_done = request.method == "POST" and _saved(
        request, form, company, lambda: create_contract(customer=company, actor=request.membership, agreed=form.agreed)
    )
    return redirect("desk:customer", company.pk) if is_done else _page(request, company, form=form)


@roles(MANAGERS)
def contract_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a contract."""
    contract = _contract(pk)
    form = ContractForm(request.POST or None, contract=contract)
    is_done = request.method == "POST" and _saved(
        request,
        form,
        contract.customer,
        lambda: update_contract(contract=contract, actor=request.membership, agreed=form.agreed),
    )
    company = contract.customer
    return redirect("desk:customer", company.pk) if is_done else _page(request, company, form=form, contract=contract)


@roles(MANAGERS)
@require_POST
def contract_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Give notice."""
    contract = _contract(pk)
    form = EndForm(request.POST, auto_id="end-%s")
    is_done = _saved(
        request,
        form,
        contract.customer,
        lambda: end_contract(contract=contract, actor=request.membership, ends_on=form.cleaned_data["ends_on"]),
    )
    company = contract.customer
    return redirect("desk:customer", company.pk) if is_done else _page(request, company, contract=contract, ending=form)


def _contract(pk: int) -> Contract:
    return get_object_or_404(Contract.objects.select_related("customer__tenant", "plan"), pk=pk)


def _saved(request: MemberRequest, form: Form, customer: Customer, save: Callable[[], Contract]) -> bool:
    """Save, and count the customer's open tickets again; False where the form was refused."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            save()
            count = recount_terms(customer=customer, actor=request.membership, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    said = ngettext("%(count)d open ticket is counted again.", "%(count)d open tickets are counted again.", count)
    toasts.success(request, " ".join([_("The contract is saved."), *([said % {"count": count}] if count else [])]))
    return True


def _page(
    request: MemberRequest,
    customer: Customer,
    *,
    form: Form | None = None,
    contract: Contract | None = None,
    ending: Form | None = None,
) -> HttpResponse:
    """Draw the page; a refused form keeps what was typed."""
    today = datetime.now(ZoneInfo(request.tenant.zone)).date()
    if contract is not None:
        initial = {"ends_on": contract.ends_on or today}
        ending = ending or EndForm(initial=initial, auto_id="end-%s")
    context = {
        "customer": customer,
        "contract": contract,
        "form": form or ContractForm(contract=contract),
        "ending": ending,
    }
    return render(request, "desk/register/contract.html", context, status=422 if request.method == "POST" else 200)
