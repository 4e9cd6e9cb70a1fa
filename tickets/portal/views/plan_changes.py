"""Change plan: choose, compare, ask, sign. For company-wide contacts; for all others the pages are not there."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.addendum import addendum, written_at
from contracts.models import Contract, PlanChange
from contracts.plan_prices import latest_payslips, month_prices
from contracts.selectors.campaigns import waiting_letter
from contracts.selectors.plan_changes import changes, choices, latest_change
from contracts.services.plan_changes import hand_in_signed, request_change, withdraw
from tickets.letters import pdf_response, signed_response
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.forms_plans import SignedForm
from tickets.portal.plan_cards import change_card, choice_card

# A contract under notice is changed no more, but what was decided before may still count.
GOING_ON = (Contract.Status.ACTIVE, Contract.Status.NOTICE)


@portal_page
@require_GET
def plan_change(request: PortalRequest, contract: int) -> HttpResponse:
    """Show where the change stands; without one, the plans to choose from."""
    return _page(request, _contract(request, contract))


@portal_page
@require_http_methods(["GET", "POST"])
def plan_choice(request: PortalRequest, contract: int, version: int) -> HttpResponse:
    """Show one plan beside the present one; asked for, the addendum comes."""
    found, now = _contract(request, contract), timezone.now()
    choice = next((one for one in choices(found, now) if one.version.pk == version), None)
    if choice is None or found.status != Contract.Status.ACTIVE:
        raise Http404
    if request.method == "POST":
        return _after(
            request,
            found.pk,
            lambda: request_change(contract=found, to_version=choice.version, actor=request.membership, now=now),
            _("Your request is sent. Sign the addendum: then it counts."),
        )
    starts, payslips = choice.terms[0].effective_on, getattr(found, "payslips", None)
    prices = month_prices(found, choice.version, starts, payslips)
    return show(request, "portal/plans/choice.html", contract=found, card=choice_card(found, choice), prices=prices)


@portal_page
@require_GET
def addendum_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the addendum."""
    change = _change(request, pk)
    return show(request, "portal/plans/addendum.html", change=change, letter=addendum(change))


@portal_page
@require_GET
def addendum_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the addendum on paper."""
    change = _change(request, pk)
    return pdf_response(addendum(change), written_at=written_at(change))


@portal_page
@require_http_methods(["GET", "POST"])
def signed(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Give what was handed in; or take the signed addendum."""
    change = _change(request, pk)
    if request.method == "GET":
        return signed_response(change)
    form = SignedForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            file = form.cleaned_data["file"]
            hand_in_signed(change=change, file=file, actor=request.membership, now=timezone.now())
            toasts.success(request, _("The signed addendum is in. We look at it and write to you."))
            return redirect("portal:plan_change", change.contract_id)
    except ValidationError as error:
        form.add_error(None, error)
    return _page(request, change.contract, form=form, status=422)


@portal_page
@require_POST
def withdrawal(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    change = _change(request, pk)
    return _after(
        request,
        change.contract_id,
        lambda: withdraw(change=change, actor=request.membership, now=timezone.now()),
        _("The request is withdrawn. The contract stays as it is."),
    )


def _page(
    request: PortalRequest, contract: Contract, *, form: SignedForm | None = None, status: int = 200
) -> HttpResponse:
    now, change = timezone.now(), latest_change(contract)
    is_open = change is not None and change.is_open
    letter = None if is_open else getattr(contract, "letter", None)
    may_choose = not is_open and not letter and contract.status == Contract.Status.ACTIVE
    page = {
        "contract": contract,
        "card": change_card(change) if change else None,
        "letter": letter,
        "choices": [choice_card(contract, choice) for choice in choices(contract, now)] if may_choose else [],
        "form": form or SignedForm(),
    }
    answer = show(request, "portal/plans/change.html", **page)
    answer.status_code = status
    return answer


def _contract(request: PortalRequest, pk: int) -> Contract:
    """Give a contract of the company's that goes on; 404 for any other, and for whoever is not company-wide."""
    if not request.contact.is_company_wide:
        raise Http404
    shaped = Contract.objects.select_related("tenant", "customer", "plan_version__plan")
    shaped = shaped.annotate(letter=waiting_letter(), payslips=latest_payslips())
    return get_object_or_404(shaped, pk=pk, customer=request.contact.customer_id, status__in=GOING_ON)


def _change(request: PortalRequest, pk: int) -> PlanChange:
    """Give a change of the company's; 404 for any other, and for whoever is not company-wide."""
    if not request.contact.is_company_wide:
        raise Http404
    shaped = changes().select_related("contract__plan_version__plan")
    return get_object_or_404(shaped, pk=pk, contract__customer=request.contact.customer_id)


def _after(request: PortalRequest, contract: int, act: Callable[[], object], done: str) -> HttpResponse:
    """Act and show how it stands; what is refused is said there."""
    try:
        act()
    except ValidationError as refusal:
        toasts.error(request, refusal.messages[0])
    else:
        toasts.success(request, done)
    return redirect("portal:plan_change", contract)
