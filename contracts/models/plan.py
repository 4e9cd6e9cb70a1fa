"""What can be bought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Product(TenantModel):
    """A product of the vendor's."""

    name = models.CharField(_("name"), max_length=120)
    # What counts where neither contract nor customer names a policy (contracts/selectors.py).
    policy = TenantForeignKey("sla.Policy", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="contracts_product_name")]

    def __str__(self) -> str:
        return self.name


class Plan(TenantModel):
    """A service subscription. `rank` orders plans from the smallest to the largest (domain: Contracts and plans)."""

    name = models.CharField(_("name"), max_length=80)
    rank = models.PositiveSmallIntegerField()
    has_support = models.BooleanField(_("support by ticket and telephone"), default=True)
    has_fast_track = models.BooleanField(_("fast track"), default=False)
    consultancy_discount = models.DecimalField(
        _("discount on consultancy hours, percent"), max_digits=5, decimal_places=2, default=0
    )
    legal_hours = models.PositiveSmallIntegerField(_("legal and security assistance, hours a year"), default=0)
    sparring_sessions = models.PositiveSmallIntegerField(_("specialist sparring, times a year"), default=0)
    service_checks = models.PositiveSmallIntegerField(_("service checks a year"), default=0)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="contracts_plan_name")]

    def __str__(self) -> str:
        return self.name
