"""How many mails a tenant may send in a minute, where it is not what everybody may."""

from django.db import models

from accounts.tenancy.models import TenantModel


class OutboxRate(TenantModel):
    """A tenant's own rate instead of OUTBOX_PER_MINUTE (`manage.py outbox_rate`)."""

    fence_relay = "SELECT"

    # 0: as many as it has.
    per_minute = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="outbox_one_rate")]
