"""What plans cost, and what the price is counted from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from contracts.pricing import PriceTable, Tier


class PriceList(TenantModel):
    """A plan's prices in one currency from a month on, until the next list begins. Versions are kept.

    `valid_from` is the first of a month. A list in force is never changed (services/prices.py).
    """

    plan = TenantForeignKey("contracts.Plan", related_name="price_lists")
    currency = models.CharField(_("currency"), max_length=3)
    valid_from = models.DateField(_("from"))
    base = models.DecimalField(max_digits=12, decimal_places=2)
    created_at = models.DateTimeField()
    created_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["plan", "currency", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "plan", "currency", "valid_from"], name="contracts_pricelist_from"
            ),
            models.CheckConstraint(condition=Q(base__gte=0), name="contracts_pricelist_base"),
            models.CheckConstraint(condition=Q(valid_from__day=1), name="contracts_pricelist_month"),
        ]

    @property
    def table(self) -> PriceTable:
        """Give what the arithmetic takes. Reads the tiers, unless they are prefetched."""
        return PriceTable(self.base, tuple(Tier(tier.up_to, tier.unit_price) for tier in self.tiers.all()))


class PriceTier(TenantModel):
    """Payslips from the tier before up to and with `up_to` cost `unit_price` each; None: all further ones."""

    price_list = TenantForeignKey("contracts.PriceList", related_name="tiers")
    up_to = models.PositiveIntegerField(null=True, blank=True)
    unit_price = models.DecimalField(max_digits=12, decimal_places=4)

    class Meta:
        ordering = ["up_to"]  # without bound: last
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "price_list", "up_to"], nulls_distinct=False, name="contracts_pricetier_bound"
            ),
            models.CheckConstraint(condition=Q(up_to__isnull=True) | Q(up_to__gt=0), name="contracts_pricetier_up_to"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="contracts_pricetier_price"),
        ]


class PayslipCount(TenantModel):
    """How many payslips a customer's ordinary payroll run of a month had. A correction is a new row: history is kept.

    `month` is the first day of the run's month; its count is charged in the month after. `replaced_at` None: in force.
    """

    class Source(models.TextChoices):
        """How it came here."""

        PAGE = "page", pgettext_lazy("payslips", "entered")
        CSV = "csv", pgettext_lazy("payslips", "from a file")
        API = "api", pgettext_lazy("payslips", "sent by a program")

    customer = TenantForeignKey("contracts.Customer", related_name="payslip_counts")
    month = models.DateField(_("month"))
    count = models.PositiveIntegerField(_("payslips"))
    source = models.CharField(max_length=4, choices=Source.choices)
    entered_at = models.DateTimeField()
    entered_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["month", "customer", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "month", "customer"],
                condition=Q(replaced_at__isnull=True),
                name="contracts_payslips_in_force",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="contracts_payslips_month"),
        ]
        indexes = [models.Index(fields=["tenant", "customer", "month", "-id"], name="contracts_payslips_customer")]


class PublicPrices(TenantModel):
    """Whether everybody may see what the plans cost. No row: they may."""

    is_shown = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="contracts_publicprices_once")]
