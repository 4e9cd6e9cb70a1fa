"""Customers are asked to choose a plan until a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Campaign(TenantModel):
    """A question to many customers: which plan? The answer may be changed up to and with the local day `deadline`.

    `remind_days`: so many days before, whoever has not answered is reminded once; None: nobody is.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        RUNNING = "running", pgettext_lazy("campaign", "Running")
        CLOSED = "closed", pgettext_lazy("campaign", "Closed")

    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text of the letter"))
    deadline = models.DateField(_("to be answered by"))
    remind_days = models.PositiveSmallIntegerField(_("days before to remind"), null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    created_by = TenantForeignKey("accounts.Membership", related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["tenant", "deadline"], name="contracts_campaign_running", condition=Q(status="running")
            )
        ]

    def __str__(self) -> str:
        return self.name


class CampaignOffer(TenantModel):
    """A plan version that may be chosen; there is no "none"."""

    campaign = TenantForeignKey("contracts.Campaign", related_name="offers")
    version = TenantForeignKey("contracts.PlanVersion", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "version"], name="contracts_campaignoffer_once")
        ]


class CampaignLetter(TenantModel):
    """The question to one contract's customer, with the plan that applies if nothing is chosen.

    `from_version`: what the contract was under when the letter was written.
    `settled_at`: the deadline has passed and what was chosen, or the default, became `change`; None there where the
    contract is under that version already, or does not hold any more.
    """

    campaign = TenantForeignKey("contracts.Campaign", related_name="letters")
    contract = TenantForeignKey("contracts.Contract", related_name="campaign_letters")
    from_version = TenantForeignKey("contracts.PlanVersion", related_name="+")
    default_version = TenantForeignKey("contracts.PlanVersion", related_name="+")
    chosen_version = TenantForeignKey("contracts.PlanVersion", null=True, blank=True, related_name="+")
    chosen_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    change = TenantForeignKey("contracts.PlanChange", null=True, blank=True, related_name="letters")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "contract"], name="contracts_campaignletter_once"),
            models.CheckConstraint(
                condition=Q(chosen_version__isnull=True, chosen_at__isnull=True)
                | Q(chosen_version__isnull=False, chosen_at__isnull=False),
                name="contracts_campaignletter_choice",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "contract"], name="contracts_letter_contract")]
