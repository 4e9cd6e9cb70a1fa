"""Within what time customers of proactive cases are contacted, where a tenant wants another than the usual."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ContactTarget(TenantModel):
    """One kind's target: open minutes, or working days. Counts for cases that are opened from then on."""

    kind = models.CharField(max_length=14)
    minutes = models.PositiveIntegerField(null=True)
    business_days = models.PositiveSmallIntegerField(null=True)
    set_at = models.DateTimeField()
    set_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind"], name="tickets_contacttarget_once"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, business_days=None) | Q(minutes=None, business_days__gte=1),
                name="tickets_contacttarget_one",
            ),
        ]
