"""Which policy a ticket gets: contract, customer, product, and else the tenant's default."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Customer, Product
from contracts.services.policies import set_policy
from sla.models import Policy
from sla.services.policies import make_default
from tickets.desk.forms_policy import PolicyChoiceForm
from tickets.desk.impact_step import settle
from tickets.models import Recount
from tickets.selectors.policies import matching_order, policy_lines
from tickets.selectors.recounts import unfinished_recount
from tickets.selectors.settings_tables import policies_table


@roles(MANAGERS)
@require_safe
def policies(request: MemberRequest) -> HttpResponseBase:
    """List the policies, and who names which, in the order in which they are asked."""
    if kind := asked_file(request):
        return list_response(request, policies_table(), kind)
    context = {"lines": policy_lines(), "order": matching_order(), "recount": unfinished_recount()}
    return render(request, "desk/policies/policies.html", context)


@roles(MANAGERS)
@require_POST
def policy_default(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a policy hold where nothing else names one; where that moves deadlines, they are shown first."""
    found = get_object_or_404(Policy, pk=pk)

    def save() -> Recount:
        make_default(policy=found, actor=request.membership)
        return Recount()

    shown = settle(request, save, saved=_saved(found.name), basis=Policy.objects.filter(is_default=True).first())
    return render(request, "desk/policies/default.html", {"policy": found, **shown}) if shown else _back()


@roles(MANAGERS)
def customer_policy(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the policy that a customer's tickets follow where the contract names none."""
    return _choice(request, get_object_or_404(Customer, pk=pk))


@roles(MANAGERS)
def product_policy(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the policy that tickets about a product follow where neither contract nor customer names one."""
    return _choice(request, get_object_or_404(Product, pk=pk))


def _choice(request: MemberRequest, owner: Customer | Product) -> HttpResponse:
    before, shown = owner.policy_id, None
    form = PolicyChoiceForm(request.POST or None, initial={"policy": before})

    def save() -> Recount:
        set_policy(owner=owner, actor=request.membership, policy=form.cleaned_data["policy"])
        return Recount(customer=owner) if isinstance(owner, Customer) else Recount(product=owner)

    if request.method == "POST" and form.is_valid():
        shown = settle(request, save, saved=_saved(owner.name), basis=before)
        if not shown:
            return redirect("desk:customer", owner.pk) if isinstance(owner, Customer) else _back()
    status = 422 if request.method == "POST" and not shown else 200
    context = {"form": form, "owner": owner, "is_customer": isinstance(owner, Customer)} | (shown or {})
    return render(request, "desk/policies/choice.html", context, status=status)


def _back() -> HttpResponse:
    return redirect("desk:policies")


def _saved(name: str) -> str:
    return _("%(name)s is saved.") % {"name": name}
