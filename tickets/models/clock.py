"""One promise on one ticket."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from sla.models import Metric, Severity


class SlaClock(TenantModel):
    """Derived from the ticket's events; written by services/clocks.py alone.

    `due_at` is the promise (kept while paused as it was; None only when a paused clock has no deadline yet),
    `risk_at` the instant of its warning share, `check_at` when the sweep must look next (None: nothing to do).
    Instants are whole seconds, UTC.
    """

    class State(models.TextChoices):
        """Met and breached are final; a running clock past `due_at` is shown as breached as well."""

        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", pgettext_lazy("clock", "Met")
        BREACHED = "breached", pgettext_lazy("clock", "Breached")
        CANCELLED = "cancelled", pgettext_lazy("clock", "Dropped")

    ticket = TenantForeignKey("tickets.Ticket", related_name="clocks")
    metric = models.CharField(max_length=12, choices=Metric.choices)
    sequence = models.PositiveSmallIntegerField(default=1)
    policy_version = TenantForeignKey("sla.PolicyVersion", related_name="+")
    calendar_version = TenantForeignKey("sla.CalendarVersion", null=True, related_name="+")
    # With round-the-clock cover a Critical clock runs on the 24/7 calendar, whatever the policy's calendar.
    is_covered = models.BooleanField(default=False)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    target_seconds = models.PositiveIntegerField(null=True)
    target_days = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=9, choices=State.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    risk_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    # [[start, end or null, status], …] in ISO form, UTC.
    pauses = models.JSONField(default=list)
    used_seconds = models.IntegerField(null=True)
    check_at = models.DateTimeField(null=True)
    # Alert steps raised, or passed over because they lay in the past when the ticket was imported.
    steps_done = models.JSONField(default=list)

    fence_relay = "SELECT"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "metric", "sequence"], name="tickets_clock_once"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "met", "breached", "cancelled"]), name="tickets_clock_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "check_at"], name="tickets_clock_check", condition=Q(check_at__isnull=False)
            ),
            models.Index(fields=["tenant", "metric", "due_at"], name="tickets_clock_due"),
            models.Index(
                fields=["tenant", "metric", "used_seconds", "id"],
                name="tickets_clock_longest",
                condition=Q(state__in=["met", "breached"]),
            ),
            models.Index(fields=["tenant", "due_at"], name="tickets_clock_running", condition=Q(state="running")),
        ]
