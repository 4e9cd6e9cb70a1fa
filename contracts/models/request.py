"""What strangers ask for: access to support, or contact without a contract."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class PublicRequest(TenantModel):
    """Sent by a public form. Counts only once its address is confirmed; what became of it, and by whom, is kept.

    `decided_by` None on a decided one: a customer's mail domain decided, or a known contact was asked by confirming.
    """

    class Kind(models.TextChoices):
        """Which form."""

        ACCESS = "access", _("Access to support")
        ENQUIRY = "enquiry", _("Enquiry")

    class State(models.TextChoices):
        """Where it stands. An enquiry is filed as a ticket when its address is confirmed."""

        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        WAITING = "waiting", pgettext_lazy("request", "Waiting")
        APPROVED = "approved", pgettext_lazy("request", "Approved")
        REFUSED = "refused", pgettext_lazy("request", "Refused")
        SPAM = "spam", _("Spam")
        FILED = "filed", _("Filed")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    # A name or a customer number, as typed.
    company = models.CharField(max_length=160)
    telephone = models.CharField(max_length=40, blank=True)
    message = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    contact = TenantForeignKey("contracts.Contact", null=True, blank=True, related_name="+")
    # The lead, by number: tickets stand above contracts.
    ticket_number = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="unconfirmed") | Q(confirmed_at__isnull=False), name="contracts_request_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "waiting"]) | Q(decided_at__isnull=False),
                name="contracts_request_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "confirmed_at"], name="contracts_request_wait", condition=Q(state="waiting")
            ),
            models.Index(fields=["tenant", "sent_at"], name="contracts_request_new", condition=Q(state="unconfirmed")),
            models.Index(fields=["tenant", "-decided_at"], name="contracts_request_done"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.company}"


class CustomerDomain(TenantModel):
    """A mail domain that is one customer's alone, such as bergsbygg.se; lower case, ASCII."""

    customer = TenantForeignKey("contracts.Customer", related_name="domains")
    domain = models.CharField(max_length=253)
    added_at = models.DateTimeField()
    added_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    class Meta:
        ordering = ["domain"]
        constraints = [models.UniqueConstraint(fields=["tenant", "domain"], name="contracts_domain_once")]
        indexes = [models.Index(fields=["tenant", "customer"], name="contracts_domain_customer")]

    def __str__(self) -> str:
        return self.domain
