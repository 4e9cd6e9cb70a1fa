"""The admin's page before an endpoint is removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ADMINS, roles
from accounts.requests import MemberRequest
from accounts.views.webhooks import living
from outbox.models import OutboxMessage
from outbox.webhooks.removing import UNDONE, remove_endpoint


@roles(ADMINS)
def webhook_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first; then tell it nothing ever again."""
    endpoint = living(pk)
    if request.method == "POST":
        remove_endpoint(endpoint=endpoint, actor=request.membership, now=timezone.now())
        messages.success(request, _("The address is removed. Its log can be read as long as it is kept."))
        return redirect("accounts:webhooks")
    undone = OutboxMessage.objects.filter(endpoint=endpoint, state__in=UNDONE)
    return render(request, "accounts/webhook_removal.html", {"endpoint": endpoint, "undone": undone.count()})
