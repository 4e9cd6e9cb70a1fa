"""Somebody at the desk is named in a note."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Mention(TenantModel):
    """Told to the member until they have read the ticket. One per message and member."""

    message = TenantForeignKey("tickets.Message", related_name="mentions")
    ticket = TenantForeignKey("tickets.Ticket", related_name="mentions")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "message", "membership"], name="tickets_mention_once")]
        indexes = [
            models.Index(
                fields=["tenant", "membership", "-id"],
                name="tickets_mention_unread",
                condition=models.Q(read_at__isnull=True),
            )
        ]
