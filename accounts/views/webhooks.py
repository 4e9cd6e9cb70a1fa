"""The admin's pages about endpoints: who is told of events."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ADMINS, roles
from accounts.admin_tables import deliveries_table, endpoints_table
from accounts.forms_webhooks import EndpointForm
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.webhooks import catalogue, endpoints
from outbox.webhooks.reading import SHOWN, deliveries_of, endpoints_shown

# Of who changed it, the latest.
CHANGES = 10


class _Asked(forms.Form):
    """What the log is narrowed to; what is not understood narrows nothing."""

    state = forms.ChoiceField(choices=OutboxMessage.State.choices, required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


@roles(ADMINS)
@require_safe
def webhooks(request: MemberRequest) -> HttpResponseBase:
    """List the endpoints."""
    if kind := asked_file(request):
        return list_response(request, endpoints_table(endpoints_shown()), kind)
    return render(request, "accounts/webhooks.html", {"endpoints": endpoints_shown()})


@roles(ADMINS)
@never_cache
def webhook_new(request: MemberRequest) -> HttpResponse:
    """Add an endpoint; its secret is shown this once."""
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = endpoints.add_endpoint(**form.cleaned_data, actor=request.membership, now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _secret_page(request, endpoint, secret)
    return render(request, "accounts/webhook_form.html", {"form": form}, status=422 if form.errors else 200)


@roles(ADMINS)
@require_safe
def webhook(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Show an endpoint: how it does, what it was told, and who changed it."""
    endpoint = _endpoint(pk)
    asked = _Asked(request.GET)
    asked.is_valid()
    state, before = asked.cleaned_data.get("state") or "", asked.cleaned_data.get("before")
    if kind := asked_file(request):
        return list_response(request, deliveries_table(endpoint, deliveries_of(endpoint, state=state)), kind)
    found = list(deliveries_of(endpoint, state=state, before=before)[: SHOWN + 1])
    rows, is_more = found[:SHOWN], len(found) > SHOWN
    context = {
        "endpoint": endpoint,
        "rows": [(row, catalogue.label_of(row.subject)) for row in rows],
        "state": state,
        "states": OutboxMessage.State.choices,
        "has_failed": any(row.state == OutboxMessage.State.FAILED for row in rows),
        "next_url": f"{reverse('accounts:webhook', args=[pk])}?state={state}&before={rows[-1].pk}" if is_more else "",
        "kinds": [catalogue.label_of(kind) for kind in endpoint.kinds],
        "changes": endpoint.changes.select_related("actor__user")[:CHANGES],
        "overlaps": endpoint.old_secret_until and endpoint.old_secret_until > timezone.now(),
    }
    return render(request, "accounts/webhook.html", context)


@roles(ADMINS)
def webhook_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change where and what is told."""
    endpoint = living(pk)
    form = EndpointForm(request.POST or None, endpoint=endpoint)
    if request.method == "POST" and form.is_valid():
        try:
            endpoints.change_endpoint(
                endpoint=endpoint, **form.cleaned_data, actor=request.membership, now=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The address is saved."))
            return redirect("accounts:webhook", pk)
    context = {"form": form, "endpoint": endpoint}
    return render(request, "accounts/webhook_form.html", context, status=422 if form.errors else 200)


@roles(ADMINS)
@require_POST
@never_cache
def webhook_secret(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a new secret and show it this once."""
    endpoint = living(pk)
    secret = endpoints.rotate_secret(endpoint=endpoint, actor=request.membership, now=timezone.now())
    return _secret_page(request, endpoint, secret, is_rotated=True)


@roles(ADMINS)
@require_POST
def webhook_test(request: MemberRequest, pk: int) -> HttpResponse:
    """Send an event that says nothing."""
    message = endpoints.send_test(endpoint=living(pk), actor=request.membership, now=timezone.now())
    messages.success(request, _("The test is on its way. Look at this page again in a moment."))
    return redirect("accounts:webhook_delivery", message.pk)


@roles(ADMINS)
@require_POST
def webhook_switch(request: MemberRequest, pk: int) -> HttpResponse:
    """Switch it on, or off."""
    endpoint = living(pk)
    if "on" in request.POST:
        endpoints.switch_on(endpoint=endpoint, actor=request.membership, now=timezone.now())
        messages.success(request, _("The address is told again. What waited is on its way."))
    else:
        endpoints.switch_off(endpoint=endpoint, actor=request.membership, now=timezone.now())
        messages.success(request, _("The address is told nothing until you switch it on."))
    return redirect("accounts:webhook", pk)


@roles(ADMINS)
@require_POST
def webhook_failed(request: MemberRequest, pk: int) -> HttpResponse:
    """Send again whatever has failed."""
    count = endpoints.redeliver_failed(endpoint=living(pk), actor=request.membership, now=timezone.now())
    text = ngettext("%(count)s delivery is on its way again.", "%(count)s deliveries are on their way again.", count)
    messages.success(request, text % {"count": count})
    return redirect("accounts:webhook", pk)


def _endpoint(pk: int) -> WebhookEndpoint:
    return get_object_or_404(WebhookEndpoint.objects.select_related("created_by__user"), pk=pk)


def living(pk: int) -> WebhookEndpoint:
    """Give one that was not removed, and keep it from being removed meanwhile."""
    there = WebhookEndpoint.objects.filter(removed_at=None).select_for_update(of=("self",))
    return get_object_or_404(there, pk=pk)


def _secret_page(
    request: MemberRequest, endpoint: WebhookEndpoint, secret: str, *, is_rotated: bool = False
) -> HttpResponse:
    context = {"endpoint": endpoint, "secret": secret, "is_rotated": is_rotated}
    return render(request, "accounts/webhook_secret.html", context)
