"""Who else answers for a product, and what a consultant costs."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Partner(TenantModel):
    """An outside company that answers for one product in a period (domain: People). Local dates, both inclusive.

    Periods of one product do not overlap: services/partners.py holds the product's row while it looks.
    """

    product = TenantForeignKey("contracts.Product", related_name="partners")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["product", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "product", "valid_from"], name="contracts_partner_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="contracts_partner_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ConsultancyRate(TenantModel):
    """What an hour of a consultant costs from a local date on, before the plan's discount. Versions are kept."""

    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    valid_from = models.DateField(_("from"))

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "valid_from"], name="contracts_rate_from"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contracts_rate_amount"),
        ]
