"""Policies are entered and changed; open tickets follow where the manager says so."""

from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from sla.models import Policy, PolicyVersion
from sla.services.policies import change_policy, create_policy_from
from tickets.desk.forms_policy import PolicyForm
from tickets.models import Ticket
from tickets.selectors.policies import version_texts
from tickets.services.terms import recount_tickets


@roles(MANAGERS)
def policy_new(request: MemberRequest) -> HttpResponse:
    """Enter a policy."""
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = create_policy_from(actor=request.membership, draft=form.draft, now=timezone.now())
        except ValidationError as error:
            form.add_errors(error)
        else:
            toasts.success(request, _("%(name)s is entered.") % {"name": found.name})
            return redirect("desk:policies")
    return _page(request, form)


@roles(MANAGERS)
def policy(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a policy with every version; POST makes the next one."""
    found = get_object_or_404(Policy, pk=pk)
    versions = list(found.versions.select_related("policy", "calendar", "created_by__user").order_by("-number"))
    name = found.name
    form = PolicyForm(request.POST or None, version=versions[0])
    if request.method == "POST" and form.is_valid():
        try:
            count = _changed(request, found, form)
        except ValidationError as error:
            form.add_errors(error)
        else:
            said = ngettext(
                "%(count)d open ticket is counted again.", "%(count)d open tickets are counted again.", count
            )
            saved = _("%(name)s is saved.") % {"name": found.name}
            toasts.success(request, " ".join([saved, *([said % {"count": count}] if count else [])]))
            return redirect("desk:policy", pk)
    return _page(request, form, found=found, name=name, versions=versions)


def _changed(request: MemberRequest, found: Policy, form: PolicyForm) -> int:
    """Save; give how many open tickets were counted again."""
    now = timezone.now()
    with transaction.atomic():
        change_policy(policy=found, actor=request.membership, draft=form.draft, now=now)
        if not form.cleaned_data["applies_to_open"]:
            return 0
        mine = Ticket.objects.filter(policy_version__policy=found)
        return recount_tickets(mine, actor=request.membership, now=now, newest=True)


def _page(
    request: MemberRequest,
    form: PolicyForm,
    *,
    found: Policy | None = None,
    name: str = "",
    versions: list[PolicyVersion] | None = None,
) -> HttpResponse:
    """Draw the page; a refused form keeps what was typed."""
    texts = version_texts(versions or [], ZoneInfo(request.tenant.zone))
    context = {"form": form, "policy": found, "name": name, "versions": texts}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/policies/policy.html", context, status=status)
