"""A tenant's logo."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class TenantLogo(TenantModel):
    """The picture on a tenant's letters and public pages: a PNG of our own making, `width` by `height` pixels.

    `version` is in its address: another picture has another one, so that a browser may keep each for good.
    """

    path = models.CharField(max_length=100)
    version = models.CharField(max_length=32)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="accounts_tenantlogo_one")]
