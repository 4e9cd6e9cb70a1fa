"""A key to the interface for programs."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ApiToken(TenantModel):
    """Acts as its member; a tenant's token belongs to a member as well, so that every change names an actor.

    Only the hash is kept; `prefix` lets people tell their tokens apart.
    """

    membership = TenantForeignKey("accounts.Membership", related_name="api_tokens")
    name = models.CharField(max_length=80)
    is_tenant_wide = models.BooleanField(default=False)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "token_hash"], name="accounts_apitoken_hash")]
