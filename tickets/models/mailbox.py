"""Where customers write to, and whence they are answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Mailbox(TenantModel):
    """An address of the tenant's, for all it sells or for one product. In small letters. Mail about a ticket comes
    from its product's mailbox, else from the first one that is for everything.
    """

    # Which tenant a message is for is asked before any tenant is known.
    fence_relay = "SELECT"

    address = models.EmailField(_("address"))
    # Shown to receivers beside the address; empty: the tenant's name.
    name = models.CharField(_("name"), max_length=120, blank=True)
    product = TenantForeignKey("contracts.Product", null=True, blank=True, related_name="+")
    team = TenantForeignKey("tickets.Team", null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("takes mail"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # One that was removed stays as a row, since the mails that came to it name it; its address is free again.
    removed_at = models.DateTimeField(null=True)
    removed_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    class Meta:
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "address"], name="tickets_mailbox_in_use", condition=Q(removed_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(is_active=False), name="tickets_mailbox_removed"
            ),
        ]
        indexes = [models.Index(fields=["address"], name="tickets_mailbox_by_address")]

    def __str__(self) -> str:
        return self.address
