"""Tells the admins that an endpoint of theirs was switched off by itself."""

from datetime import datetime

from accounts.links import absolute_url
from accounts.models import Membership, Role
from outbox.models import WebhookEndpoint
from outbox.services import queue_mail


def tell_admins(endpoint: WebhookEndpoint, now: datetime) -> None:
    """Queue a mail for each active admin, once for each time it was switched off."""
    admins = Membership.objects.filter(role=Role.ADMIN, is_active=True, user__is_active=True)
    for admin in admins.select_related("user", "tenant"):
        queue_mail(
            dedupe_key=f"webhook-off:{endpoint.pk}:{endpoint.disabled_at}:{admin.pk}",
            recipient=admin.user.email,
            template="accounts/webhook_off",
            context={
                "endpoint": endpoint,
                "is_gone": endpoint.disabled_reason == WebhookEndpoint.Off.GONE,
                "url": absolute_url(admin.tenant, "accounts:webhook", endpoint.pk),
            },
            language=admin.user.language or admin.tenant.language,
            now=now,
        )
