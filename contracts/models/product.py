"""What the vendor gives support for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Product(TenantModel):
    """A product of the vendor's."""

    name = models.CharField(_("name"), max_length=120)
    # What counts where neither contract nor customer names a policy (contracts/selectors/terms.py).
    policy = TenantForeignKey("sla.Policy", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="contracts_product_name")]

    def __str__(self) -> str:
        return self.name
