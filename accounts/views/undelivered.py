"""The admin's page about mail that was refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from outbox.models import OutboxMessage
from outbox.services import NotFailedError, retry_failed

SHOWN = 100


@roles(ADMINS)
@require_safe
def undelivered(request: MemberRequest) -> HttpResponse:
    """List the latest failed messages, never their text: it may hold somebody's secret link."""
    mails = OutboxMessage.objects.filter(kind=OutboxMessage.Kind.EMAIL)
    failed = mails.filter(state=OutboxMessage.State.FAILED).order_by("-id")
    columns = failed.only("tenant", "recipient", "subject", "last_error", "queued_at")
    return render(request, "accounts/undelivered.html", {"failed": columns[:SHOWN]})


@roles(ADMINS)
@require_POST
def undelivered_sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Send one again."""
    message = get_object_or_404(OutboxMessage.objects.all(), pk=pk)
    try:
        retry_failed(message=message, actor=request.membership, now=timezone.now())
    except NotFailedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The mail to %(recipient)s is on its way again.") % {"recipient": message.recipient}
        )
    return redirect("accounts:undelivered")
