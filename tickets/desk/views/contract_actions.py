"""A contract is activated, ended, or brought to a newer version; the customer's open tickets follow."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from contracts.models import Contract
from contracts.services.agreement_versions import bring_to_newest
from contracts.services.standing import activate_contract, end_contract, give_notice, withdraw_notice
from tickets.desk.forms_contracts import LastDayForm
from tickets.desk.impact_step import settle
from tickets.desk.views.contracts import draw_contract, one_contract
from tickets.models import Recount


@roles(MANAGERS)
@require_POST
def contract_activation(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a draft hold."""
    found = one_contract(pk)
    return _settled(request, found, "activate", _("The contract is active."), activate_contract)


@roles(MANAGERS)
@require_POST
def contract_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Give notice."""
    form = LastDayForm(request.POST, auto_id="notice-%s")
    return _settled(request, one_contract(pk), "notice", _("Notice is given."), give_notice, form)


@roles(MANAGERS)
@require_POST
def contract_notice_withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take notice back."""
    return _settled(request, one_contract(pk), "withdraw", _("The notice is withdrawn."), withdraw_notice)


@roles(MANAGERS)
@require_POST
def contract_end(request: MemberRequest, pk: int) -> HttpResponse:
    """End a contract at once."""
    form = LastDayForm(request.POST, auto_id="end-%s")
    return _settled(request, one_contract(pk), "end", _("The contract has ended."), end_contract, form)


@roles(MANAGERS)
@require_POST
def contract_version(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring a contract to the newest version of its plan."""
    said = _("The contract has the newest version of its plan.")
    return _settled(request, one_contract(pk), "version", said, bring_to_newest)


def _settled(
    request: MemberRequest,
    found: Contract,
    action: str,
    said: str,
    service: Callable[..., Contract],
    form: LastDayForm | None = None,
) -> HttpResponse:
    """Do it, and count the customer's open tickets again; where that moves deadlines, they are shown first."""
    if form is not None and not form.is_valid():
        return draw_contract(request, found, action=action, form=form)
    more = form.cleaned_data if form is not None else {}

    def change() -> Recount:
        service(contract=found, actor=request.membership, now=timezone.now(), **more)
        return Recount(customer=found.customer)

    try:
        shown = settle(request, change, saved=said, basis=request.path)
    except ValidationError as error:
        if form is not None and hasattr(error, "error_dict"):
            form.add_error(None, error)
            return draw_contract(request, one_contract(found.pk), action=action, form=form)
        toasts.error(request, " ".join(error.messages))
        return redirect("desk:contract", found.pk)
    if not shown:
        return redirect("desk:contract", found.pk)
    return draw_contract(request, one_contract(found.pk), action=action, form=form, **shown)
