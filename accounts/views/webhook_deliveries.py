"""The admin's pages about what was sent to an endpoint."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from outbox.models import OutboxMessage
from outbox.webhooks import catalogue, endpoints


@roles(ADMINS)
@require_safe
def webhook_delivery(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was sent, and each attempt with its answer."""
    message = _delivery(pk)
    context = {
        "message": message,
        "endpoint": message.endpoint,
        "event": catalogue.label_of(message.subject),
        "attempts": message.webhook_attempts.all(),
        # What was sent long ago is forgotten, and cannot be sent again.
        "body": json.dumps(json.loads(message.text), indent=2, ensure_ascii=False) if message.text else "",
        "can_send": endpoints.can_be_told_again(message),
    }
    return render(request, "accounts/webhook_delivery.html", context)


@roles(ADMINS)
@require_POST
def webhook_sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Send one again."""
    message = _delivery(pk)
    try:
        endpoints.redeliver(message=message, actor=request.membership, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The delivery is on its way again."))
    return redirect("accounts:webhook_delivery", pk)


def _delivery(pk: int) -> OutboxMessage:
    rows = OutboxMessage.objects.filter(kind=OutboxMessage.Kind.WEBHOOK).select_related("endpoint")
    return get_object_or_404(rows, pk=pk)
