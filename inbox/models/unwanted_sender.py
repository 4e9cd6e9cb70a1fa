"""Whose mail is left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class UnwantedSender(TenantModel):
    """An address, or `@domain` for everybody there and below it, whose mail is left (services/unwanted.py)."""

    pattern = models.CharField(_("sender"), max_length=320)
    # The ticket that was spam, where it was added there.
    ticket = TenantForeignKey("tickets.Ticket", null=True, related_name="+")
    added_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    added_at = models.DateTimeField()
    caught = models.PositiveIntegerField(default=0)
    caught_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "pattern"], name="inbox_unwanted_once")]

    def __str__(self) -> str:
        return self.pattern
