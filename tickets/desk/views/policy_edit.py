"""Policies are entered and changed; the manager sees what moves, and says whether open tickets follow."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from sla.models import Policy, PolicyVersion
from sla.selectors import version_in_force
from sla.services.policies import change_policy, create_policy_from
from tickets.desk.forms_policy import PolicyForm
from tickets.desk.impact_step import settle
from tickets.models import Recount
from tickets.selectors.policies import version_texts, versions_of
from tickets.selectors.recounts import recount_of
from tickets.services.terms_changes import Save


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
    """Show a policy with every version. POST shows the impact of the next one; `save` with its mark saves it."""
    found = get_object_or_404(Policy, pk=pk)
    versions = list(versions_of(found))
    page: dict[str, Any] = {"found": found, "name": found.name, "versions": versions}
    form = PolicyForm(request.POST or None, version=versions[0])
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, **page)
    saved = _("%(name)s is saved.") % {"name": form.cleaned_data["name"]}
    try:
        shown = settle(request, _save(request, found, form), saved=saved, basis=versions[0].number, always=True)
    except ValidationError as error:
        form.add_errors(error)
        return _page(request, form, **page)
    return _page(request, form, **page, shown=shown) if shown else redirect("desk:policy", pk)


def _save(request: MemberRequest, found: Policy, form: PolicyForm) -> Save:
    def save() -> Recount | None:
        change_policy(policy=found, actor=request.membership, draft=form.draft, now=timezone.now())
        return Recount(policy_version=version_in_force(found)) if form.cleaned_data["applies_to_open"] else None

    return save


def _page(
    request: MemberRequest,
    form: PolicyForm,
    *,
    found: Policy | None = None,
    name: str = "",
    versions: list[PolicyVersion] | None = None,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw the page; a refused form keeps what was typed."""
    texts = version_texts(versions or [], ZoneInfo(request.tenant.zone))
    recount = recount_of(found) if found else None
    context = {"form": form, "policy": found, "name": name, "versions": texts, "recount": recount} | (shown or {})
    status = 422 if request.method == "POST" and not shown else 200
    return render(request, "desk/policies/policy.html", context, status=status)
