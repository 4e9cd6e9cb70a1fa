"""A key that signs mail."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.models import TenantModel


class SigningKey(TenantModel):
    """A tenant's DKIM key (RFC 6376) for the mail that it sends from a domain. One for each domain signs; its public
    half has to stand in the domain's DNS first.
    """

    # Who sends looks for the key, of any tenant.
    fence_relay = "SELECT"

    domain = models.CharField(max_length=253)
    selector = models.CharField(max_length=63)
    # Sealed (outbox/sealing.py), never shown.
    private = models.TextField()
    public = models.TextField()
    is_active = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["domain", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "domain", "selector"], name="outbox_signingkey_selector"),
            models.UniqueConstraint(
                fields=["tenant", "domain"], condition=Q(is_active=True), name="outbox_signingkey_active"
            ),
        ]

    @property
    def record_name(self) -> str:
        """Give the name of the DNS record that receivers look for."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """Give what stands in that record, of type TXT."""
        return f"v=DKIM1; k=rsa; p={self.public}"
