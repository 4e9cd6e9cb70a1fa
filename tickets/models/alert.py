"""A promise about to break, told to one person."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Alert(TenantModel):
    """Shown on the desk until read, and mailed. One per ticket, clock, step and receiver, ever (domain: Alerts)."""

    clock = TenantForeignKey("tickets.SlaClock", related_name="alerts")
    ticket = TenantForeignKey("tickets.Ticket", related_name="alerts")
    step = models.CharField(max_length=16)
    receiver = TenantForeignKey("accounts.Membership", related_name="+")
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "clock", "step", "receiver"], name="tickets_alert_once")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "receiver"], name="tickets_alert_to_mail", condition=models.Q(mailed_at__isnull=True)
            ),
            models.Index(
                fields=["tenant", "receiver", "-id"],
                name="tickets_alert_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]
