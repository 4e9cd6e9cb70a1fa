"""Where a tenant's events are sent to, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class WebhookEndpoint(TenantModel):
    """An address of the tenant's own that is told of events, signed with a secret that both know.

    `failures` counts the attempts since the last one that came through, `failing_since` is when the first of them was.
    Until `paused_until` nothing is tried. Secrets are sealed; the old ones, with spaces between, sign as well until
    `old_secret_until`. One that was removed is off for good, has no secret, and stands as long as its log
    (outbox/webhooks/removing.py).
    """

    class Off(models.TextChoices):
        """Why it is off."""

        BY_HAND = "by_hand", _("Switched off by hand")
        FAILING = "failing", _("Nothing came through for five days")
        GONE = "gone", _("The receiver said that the address is gone")

    # The relay asks whom it may send to now.
    fence_relay = "SELECT"

    url = models.CharField(max_length=500)
    description = models.CharField(max_length=200, blank=True)
    kinds = ArrayField(models.CharField(max_length=60))
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=8, choices=Off.choices, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    def __str__(self) -> str:
        return self.description or self.url


class WebhookAttempt(TenantModel):
    """One attempt to deliver a message; `status` None: no answer, and `error` says why."""

    message = TenantForeignKey("outbox.OutboxMessage", on_delete=models.CASCADE, related_name="webhook_attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    answer = models.TextField(blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]


class WebhookChange(TenantModel):
    """Who changed an endpoint, and how; `actor` None: it happened by itself."""

    class Kind(models.TextChoices):
        """What was done."""

        CREATED = "created", _("Added")
        CHANGED = "changed", pgettext_lazy("webhook", "Changed")
        ROTATED = "rotated", _("New secret made")
        OFF = "off", _("Switched off")
        ON = "on", _("Switched on")
        REMOVED = "removed", pgettext_lazy("webhook", "Removed")

    endpoint = TenantForeignKey("outbox.WebhookEndpoint", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    actor = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
