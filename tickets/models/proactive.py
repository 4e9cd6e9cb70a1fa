"""What other systems report before the customer notices (domain: Proactive case)."""

from django.db import models
from django.db.models import F, Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ProactiveEvent(TenantModel):
    """One event as its sender reported it, and the case it opened or was added to. Never changed.

    `event_id` is the sender's: reported twice, it is the same event. `about` names the thing (a transfer, a file):
    further events of the same customer, kind and thing join the open case. `detected_at` is a whole second.
    """

    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=14)
    customer = TenantForeignKey("contracts.Customer", related_name="+")
    about = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    detected_at = models.DateTimeField()
    received_at = models.DateTimeField()
    ticket = TenantForeignKey("tickets.Ticket", related_name="proactive_events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "event_id"], name="tickets_proactive_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["money_transfer", "payroll_run", "input_error", "assistance"]),
                name="tickets_proactive_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "customer", "kind", "about"], name="tickets_proactive_about"),
            models.Index(fields=["tenant", "ticket"], name="tickets_proactive_ticket"),
        ]


class PayrollRun(TenantModel):
    """A payroll run as the payroll system reports it. `month` is the first day of the month that it pays."""

    run_id = models.CharField(max_length=120)
    customer = TenantForeignKey("contracts.Customer", related_name="payroll_runs")
    month = models.DateField()
    carried_out_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "run_id"], name="tickets_payrollrun_once"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(approved_at__gte=F("carried_out_at")),
                name="tickets_payrollrun_approved",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "customer", "carried_out_at"],
                name="tickets_payroll_waiting",
                condition=Q(approved_at=None),
            ),
        ]


class PayrollList(TenantModel):
    """The list of one month was made: the runs on it, as they stood. Made once (domain: the last working day)."""

    month = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "month"], name="tickets_payrolllist_once")]


class PayrollListLine(TenantModel):
    """A run on a month's list, and the case that tells its customer."""

    listing = TenantForeignKey("tickets.PayrollList", related_name="lines")
    run = TenantForeignKey("tickets.PayrollRun", related_name="lines")
    ticket = TenantForeignKey("tickets.Ticket", related_name="payroll_lines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "listing", "run"], name="tickets_payrollline_once")]
