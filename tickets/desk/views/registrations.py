"""Requests for access to support: looked at, approved, refused; and the customers' mail domains."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AGENTS, roles
from accounts.errors import RefusedError
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Customer, PublicRequest
from contracts.services.domains import set_domains
from contracts.services.requests import approve, mark_spam, refuse
from tickets.desk.forms_registration import ApprovalForm, DomainsForm, RefusalForm
from tickets.desk.views.relations import BOTH
from tickets.selectors.registrations import request_line, request_lists, suggestions
from tickets.selectors.registrations_table import requests_table
from tickets.services.leads import convert_prospect


@roles(AGENTS)
@require_safe
def registrations(request: MemberRequest) -> HttpResponseBase:
    """List who waits, and what was decided last."""
    if kind := asked_file(request):
        return list_response(request, requests_table(), kind)
    lists = request_lists(now=timezone.now(), zone=ZoneInfo(request.tenant.zone))
    return render(request, "desk/registrations.html", {"lists": lists})


@roles(AGENTS)
@require_http_methods(BOTH)
def registration(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one request; POST approves it."""
    asked = _asked(pk)
    found = suggestions(asked)
    form = ApprovalForm(request.POST or None, suggested=found)
    if request.method == "POST" and form.is_valid():
        try:
            contact = approve(
                request=asked,
                actor=request.membership,
                now=timezone.now(),
                **_only(form, "customer", "is_company_wide", "on_contract"),
            )
        except (ValidationError, RefusedError) as refusal:
            form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        else:
            toasts.success(request, _("%(name)s is let in, and told by mail.") % {"name": contact.name})
            return redirect("desk:registrations")
    return _page(request, asked, form=form, found=found)


def _only(form: forms.Form, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}


@roles(AGENTS)
@require_POST
def refusal(request: MemberRequest, pk: int) -> HttpResponse:
    """Refuse with a reason, which is mailed."""
    asked = _asked(pk)
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            refuse(request=asked, actor=request.membership, reason=form.cleaned_data["reason"], now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            toasts.success(request, _("Refused. %(name)s is told by mail.") % {"name": asked.name})
            return redirect("desk:registrations")
    return _page(request, asked, refusal=form)


@roles(AGENTS)
@require_POST
def spam(request: MemberRequest, pk: int) -> HttpResponse:
    """Put it away without a mail."""
    try:
        mark_spam(request=_asked(pk), actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, error.messages[0])
    else:
        toasts.success(request, _("Put away as spam. Nobody was told."))
    return redirect("desk:registrations")


def _asked(pk: int) -> PublicRequest:
    rows = PublicRequest.objects.filter(kind=PublicRequest.Kind.ACCESS, confirmed_at__isnull=False)
    return get_object_or_404(rows.select_related("decided_by__user", "contact__customer"), pk=pk)


def _page(request: MemberRequest, asked: PublicRequest, **more: Any) -> HttpResponse:
    found = more.pop("found", None) or suggestions(asked)
    context = {
        "line": request_line(asked, timezone.now(), ZoneInfo(request.tenant.zone)),
        "asked": asked,
        "known": found.known,
        "is_waiting": asked.state == PublicRequest.State.WAITING,
        "form": ApprovalForm(suggested=found),
        "refusal": RefusalForm(),
        **more,
    }
    return render(request, "desk/registration.html", context, status=422 if request.method == "POST" else 200)


@roles(AGENTS)
@require_http_methods(BOTH)
def customer_domains(request: MemberRequest, pk: int) -> HttpResponse:
    """Enter a customer's mail domains, and whether they approve by themselves."""
    customer = get_object_or_404(Customer, pk=pk)
    domains = "\n".join(customer.domains.values_list("domain", flat=True))
    form = DomainsForm(request.POST or None, initial={"domains": domains, "approves": customer.approves_by_domain})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            set_domains(
                customer=customer,
                actor=request.membership,
                domains=values["domains"].splitlines(),
                approves=values["approves"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("The mail domains are saved."))
            return redirect("desk:customer", pk)
    context = {"form": form, "customer": customer}
    return render(request, "desk/register/domains.html", context, status=422 if request.method == "POST" else 200)


@roles(AGENTS)
@require_POST
def customer_conversion(request: MemberRequest, pk: int) -> HttpResponse:
    """Turn a prospect into a customer."""
    customer = convert_prospect(customer=get_object_or_404(Customer, pk=pk), actor=request.membership)
    toasts.success(request, _("%(name)s is a customer now.") % {"name": customer.name})
    return redirect("desk:customer", pk)
