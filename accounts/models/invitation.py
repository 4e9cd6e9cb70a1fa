"""An invitation by mail to become a member."""

from django.db import models

from accounts.models.membership import Role
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Invitation(TenantModel):
    """Sent by an admin; the link's token is kept as a hash only, is used once and expires."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=Role.choices)
    # The contact this person will be, by number: contracts stands above accounts.
    contact_id = models.BigIntegerField(null=True, blank=True)
    invited_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    token_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "token_hash"], name="accounts_invitation_token")]
