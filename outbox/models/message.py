"""One message to one receiver, rendered when it was queued."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.models import TenantModel


class OutboxMessage(TenantModel):
    """The truth about a message; a broker's messages only wake the relay (design: Getting messages out)."""

    class Kind(models.TextChoices):
        """How it travels."""

        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    class State(models.TextChoices):
        """How far it came."""

        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    fence_relay = "SELECT, UPDATE"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.EMAIL)
    dedupe_key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=200)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dedupe_key"], name="outbox_once_per_cause"),
            models.CheckConstraint(condition=Q(state__in=["queued", "sending", "sent", "failed"]), name="outbox_state"),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="outbox_due", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="outbox_leased", condition=Q(state="sending")),
            models.Index(fields=["tenant", "-id"], name="outbox_failed", condition=Q(state="failed")),
        ]
