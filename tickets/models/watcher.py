"""Who else is told of a ticket."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class TicketWatcher(TenantModel):
    """A contact of the customer, an outside address (Cc), or a member of the desk: exactly one of the three.

    A contact gets public messages by mail and sees the ticket in the portal; an address gets the mail alone.
    """

    ticket = TenantForeignKey("tickets.Ticket", related_name="watchers")
    contact = TenantForeignKey("contracts.Contact", null=True, related_name="+")
    membership = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    email = models.EmailField(blank=True)
    added_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    added_at = models.DateTimeField()

    fence_search = "SELECT"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(contact__isnull=False, membership__isnull=True, email="")
                    | Q(contact__isnull=True, membership__isnull=False, email="")
                    | (Q(contact__isnull=True, membership__isnull=True) & ~Q(email=""))
                ),
                name="tickets_watcher_one",
            ),
            models.UniqueConstraint(
                fields=["tenant", "ticket", "contact", "membership", "email"],
                nulls_distinct=False,
                name="tickets_watcher_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "contact"], name="tickets_watcher_contact", condition=Q(contact__isnull=False)
            )
        ]
