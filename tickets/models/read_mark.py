"""How far a member has read."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ReadMark(TenantModel):
    """Everything in the ticket up to `seen_at` has been seen by this member."""

    ticket = TenantForeignKey("tickets.Ticket", related_name="read_marks")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket", "membership"], name="tickets_readmark_once")]
