"""What a customer has bought."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Contract(TenantModel):
    """Ties a customer to a plan and an SLA policy for a period. Dates are the tenant's local dates, both inclusive."""

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        NOTICE = "notice", _("Under notice")
        ENDED = "ended", _("Ended")

    customer = TenantForeignKey("contracts.Customer", related_name="contracts")
    plan = TenantForeignKey("contracts.Plan", related_name="+")
    policy = TenantForeignKey("sla.Policy", null=True, blank=True, related_name="+")
    covers_critical = models.BooleanField(_("round-the-clock cover for Critical"), default=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    personal_consultant = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="contracts_contract_period"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "customer", "starts_on"], name="contracts_contract_customer")]


class ContractProduct(TenantModel):
    """A product covered by a contract; a contract that names none covers all."""

    contract = TenantForeignKey("contracts.Contract", related_name="contract_products")
    product = TenantForeignKey("contracts.Product", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "contract", "product"], name="contracts_contractproduct_once")
        ]
