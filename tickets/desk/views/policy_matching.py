"""Which policy a ticket gets: contract, customer, product, and else the tenant's default."""

from django.contrib import messages as toasts
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from contracts.models import Customer, Product
from contracts.services.policies import set_policy
from sla.models import Policy
from sla.services.policies import make_default
from tickets.desk.forms_policy import PolicyChoiceForm
from tickets.models import Ticket
from tickets.selectors.policies import matching_order, policy_lines
from tickets.services.terms import recount_tickets


@roles(MANAGERS)
@require_safe
def policies(request: MemberRequest) -> HttpResponse:
    """List the policies, and who names which, in the order in which they are asked."""
    return render(request, "desk/policies/policies.html", {"lines": policy_lines(), "order": matching_order()})


@roles(MANAGERS)
@require_POST
def policy_default(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a policy hold where nothing else names one."""
    found = get_object_or_404(Policy, pk=pk)
    with transaction.atomic():
        make_default(policy=found, actor=request.membership)
        count = _follow(request, Ticket.objects.exclude(contract=None))
    _say(request, found.name, count)
    return redirect("desk:policies")


@roles(MANAGERS)
def customer_policy(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the policy that a customer's tickets follow where the contract names none."""
    found = get_object_or_404(Customer, pk=pk)
    return _choice(request, found, Ticket.objects.filter(customer=found), back="desk:customer")


@roles(MANAGERS)
def product_policy(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the policy that tickets about a product follow where neither contract nor customer names one."""
    found = get_object_or_404(Product, pk=pk)
    return _choice(request, found, Ticket.objects.filter(product=found), back="desk:policies")


def _choice(request: MemberRequest, owner: Customer | Product, tickets: QuerySet[Ticket], *, back: str) -> HttpResponse:
    form = PolicyChoiceForm(request.POST or None, initial={"policy": owner.policy_id})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            set_policy(owner=owner, actor=request.membership, policy=form.cleaned_data["policy"])
            count = _follow(request, tickets)
        _say(request, owner.name, count)
        return redirect(back, owner.pk) if isinstance(owner, Customer) else redirect(back)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "owner": owner, "is_customer": isinstance(owner, Customer)}
    return render(request, "desk/policies/choice.html", context, status=status)


def _follow(request: MemberRequest, tickets: QuerySet[Ticket]) -> int:
    return recount_tickets(tickets, actor=request.membership, now=timezone.now())


def _say(request: MemberRequest, name: str, count: int) -> None:
    said = ngettext("%(count)d open ticket is counted again.", "%(count)d open tickets are counted again.", count)
    saved = _("%(name)s is saved.") % {"name": name}
    toasts.success(request, " ".join([saved, *([said % {"count": count}] if count else [])]))
