"""Work on the customer's own screen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class RemoteSession(TenantModel):
    """With whose consent, given when; by whom, what for, from when to when (domain: Remote session). Never deleted."""

    ticket = TenantForeignKey("tickets.Ticket", related_name="remote_sessions")
    agent = TenantForeignKey("accounts.Membership", related_name="+")
    consent_by = models.CharField(_("who consented"), max_length=120)
    consent_at = models.DateTimeField()
    purpose = models.CharField(_("purpose"), max_length=300)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(consent_at__lte=F("started_at")), name="tickets_session_consent"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="tickets_session_period"
            ),
            models.CheckConstraint(condition=~Q(consent_by="") & ~Q(purpose=""), name="tickets_session_said"),
            models.UniqueConstraint(
                fields=["tenant", "ticket", "agent"], condition=Q(ended_at=None), name="tickets_session_running"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "ticket", "started_at"], name="tickets_session_ticket")]
