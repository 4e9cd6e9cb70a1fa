"""A message as it came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from inbox.models.outcome import Outcome


class InboundMail(TenantModel):
    """Kept whole before anybody looks into it, so that no fault in reading it loses anything."""

    class Source(models.TextChoices):
        """Which way it came in."""

        IMAP = "imap", "IMAP"
        PIPE = "pipe", _("Pipe")
        LMTP = "lmtp", "LMTP"

    class State(models.TextChoices):
        """How far it came."""

        STORED = "stored", _("Not read yet")
        DONE = "done", pgettext_lazy("mail", "Taken up")
        LEFT = "left", pgettext_lazy("mail", "Left")
        FAILED = "failed", _("Could not be read")

    # A worker asks which tenants have mail to read; it reads each as that tenant.
    fence_relay = "SELECT"

    mailbox = TenantForeignKey("tickets.Mailbox", related_name="+")
    source = models.CharField(max_length=4, choices=Source.choices)
    # The envelope's sender: None where it is not known, "" where it was empty (RFC 5321, 4.5.5).
    envelope_from = models.CharField(max_length=320, null=True)  # noqa: DJ001 - the two mean different things
    recipient = models.CharField(max_length=320)
    # Emptied after a while (services/pruning.py); the rest of the row stays, for answers refer to it.
    raw = models.BinaryField()
    has_raw = models.BooleanField(default=True)
    size = models.PositiveIntegerField()
    # Of the message without the lines that each server on its way adds: the same message again has the same.
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    state = models.CharField(max_length=8, choices=State.choices, default=State.STORED)
    # A word of services/outcomes.py: what was done with it, or why nothing was.
    outcome = models.CharField(max_length=24, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True)
    # Who let it be read again, or had it taken up all the same.
    asked_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    # The Message-ID without its brackets.
    mail_id = models.CharField(max_length=400, blank=True)
    # Known once it was read.
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    # The sender got an automatic answer: which files were refused.
    was_answered = models.BooleanField(default=False)
    ticket = TenantForeignKey("tickets.Ticket", null=True, related_name="+")
    message = TenantForeignKey("tickets.Message", null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "mailbox", "digest"], name="inbox_mail_once"),
            models.CheckConstraint(
                condition=Q(state__in=["stored", "done", "left", "failed"]), name="inbox_mail_state"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "next_at", "id"], name="inbox_mail_due", condition=Q(state="stored")),
            models.Index(fields=["tenant", "-id"], name="inbox_mail_newest"),
            models.Index(fields=["tenant", "outcome", "-id"], name="inbox_mail_outcome"),
            models.Index(fields=["tenant", "mail_id"], name="inbox_mail_id", condition=~Q(mail_id="")),
            models.Index(fields=["tenant", "sender", "received_at"], name="inbox_mail_sender"),
            models.Index(
                fields=["tenant", "ticket", "received_at"], name="inbox_mail_ticket", condition=Q(ticket__isnull=False)
            ),
            models.Index(
                fields=["tenant", "received_at"],
                name="inbox_mail_whole",
                condition=Q(has_raw=True, state__in=["done", "left"]),
            ),
        ]

    @property
    def words(self) -> str:
        """Say what became of it."""
        return str(Outcome(self.outcome).label if self.outcome else self.get_state_display())
