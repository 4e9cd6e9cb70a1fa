"""A mailbox at a mail provider that is emptied by us."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ImapAccount(TenantModel):
    """Where a mailbox's messages lie, and how far fetching them came. Messages are moved to another folder there."""

    class Security(models.TextChoices):
        """How the connection is kept from others' eyes."""

        TLS = "tls", "TLS"
        STARTTLS = "starttls", "STARTTLS"
        NONE = "none", _("None")

    class SignIn(models.TextChoices):
        """How we show the server who we are."""

        PASSWORD = "password", _("Password")
        MICROSOFT = "microsoft", "Microsoft 365"
        GOOGLE = "google", "Google"
        OTHER = "other", _("Another provider")

    # A worker asks which accounts are due; it fetches each as its tenant.
    fence_relay = "SELECT"

    mailbox = TenantForeignKey("tickets.Mailbox", related_name="imap_accounts")
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    user = models.CharField(_("user name"), max_length=254)
    sign_in = models.CharField(_("sign-in"), max_length=10, choices=SignIn.choices, default=SignIn.PASSWORD)
    # By outbox/sealing.py; never shown. Empty where the provider's sign-in takes its place (OAuthGrant).
    sealed_password = models.TextField(blank=True, default="")
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    done_folder = models.CharField(_("folder for messages taken"), max_length=200, default="Supportdesk")
    refused_folder = models.CharField(
        _("folder for messages that are too large"), max_length=200, default="Supportdesk refused"
    )
    is_active = models.BooleanField(_("fetched"), default=True)

    last_polled_at = models.DateTimeField(null=True)
    # A word of imap/troubles.py and what the server said; empty while all is well.
    last_error = models.CharField(max_length=16, blank=True)
    last_answer = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)
    # What the admins were told of since; empty: nothing.
    told_error = models.CharField(max_length=16, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # Messages at which the connection broke: they are fetched after all others, so that they hold up none.
    stuck_uids = ArrayField(models.BigIntegerField(), default=list)
    # Whoever fetches puts it off first: two never fetch from the same.
    next_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "mailbox"], name="inbox_imap_once"),
            models.CheckConstraint(condition=Q(security__in=["tls", "starttls", "none"]), name="inbox_imap_security"),
            models.CheckConstraint(
                condition=Q(sign_in__in=["password", "microsoft", "google", "other"]), name="inbox_imap_sign_in"
            ),
            models.CheckConstraint(condition=Q(port__gte=1, port__lte=65535), name="inbox_imap_port"),
        ]
        indexes = [models.Index(fields=["next_at"], name="inbox_imap_due", condition=Q(is_active=True))]
