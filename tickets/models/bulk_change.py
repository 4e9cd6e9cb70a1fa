"""What was done to several tickets at once."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class BulkChange(TenantModel):
    """Kept so that it can be undone: `before` has, for each ticket that was changed, its number, what it was, and the
    version that it had afterwards.
    """

    actor = TenantForeignKey("accounts.Membership", related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
