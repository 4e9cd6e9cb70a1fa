"""One message to one receiver, rendered when it was queued."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from outbox.files import MailFile

_OF_ENDPOINT = Q(endpoint__isnull=False)
_WAITING = Q(endpoint__isnull=False, state="queued")


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
        DISCARDED = "discarded", pgettext_lazy("mail", "Given up")

    class Priority(models.IntegerChoices):
        """Whose turn comes sooner (outbox/claiming.py)."""

        URGENT = 0, pgettext_lazy("mail", "Urgent")  # alerts, links to sign in
        NORMAL = 1, pgettext_lazy("mail", "Ordinary")
        LOW = 2, pgettext_lazy("mail", "Mass mail")  # newsletters, mailings

    fence_relay = "SELECT, UPDATE"
    # What a mail that is not kept yet will carry.
    unkept_files: Sequence[MailFile] = ()

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.EMAIL)
    dedupe_key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=200)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    # Holds a link that acts for its receiver (signs in, answers a survey): text and headers go as soon as it is sent.
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it is due; of a failed or discarded one, since when it is that.
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    # Of a mail: whether it carries files (OutboxFile).
    has_files = models.BooleanField(default=False)
    # Of a webhook: whose it is. Its body is `text`, its kind of event `subject`.
    endpoint = TenantForeignKey("outbox.WebhookEndpoint", null=True, db_index=False, related_name="messages")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dedupe_key"], name="outbox_once_per_cause"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "failed", "discarded"]), name="outbox_state"
            ),
            models.CheckConstraint(condition=Q(priority__in=[0, 1, 2]), name="outbox_priority"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "tenant", "priority", "next_at", "id"], name="outbox_queue", condition=Q(state="queued")
            ),
            models.Index(fields=["next_at", "id"], name="outbox_due", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="outbox_leased", condition=Q(state="sending")),
            models.Index(fields=["tenant", "-id"], name="outbox_failed", condition=Q(state="failed")),
            models.Index(fields=["kind", "tenant", "sent_at"], name="outbox_sent", condition=Q(state="sent")),
            models.Index(fields=["tenant", "sent_at"], name="outbox_unpruned", condition=Q(state="sent") & ~Q(text="")),
            models.Index(fields=["tenant", "next_at"], name="outbox_discarded", condition=Q(state="discarded")),
            # A bounce names the mail that it answers.
            models.Index(fields=["tenant", "message_id"], name="outbox_message"),
            models.Index(fields=["tenant", "recipient", "-id"], name="outbox_recipient"),
            models.Index(fields=["tenant", "endpoint", "-id"], name="outbox_of_endpoint", condition=_OF_ENDPOINT),
            models.Index(fields=["endpoint", "next_at", "id"], name="outbox_endpoint_due", condition=_WAITING),
        ]
