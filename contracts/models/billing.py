"""Months as they were billed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class BillingMonth(TenantModel):
    """A month that is or was closed, or whose payslips somebody enters: its row is what both wait for."""

    month = models.DateField(_("month"))
    is_closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "month"], name="contracts_billingmonth_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="contracts_billingmonth_first"),
        ]


class BillingClosing(TenantModel):
    """What a month was closed with. The two files are kept as they were sent, letter by letter; never changed.

    A month that is opened again keeps the row, with who did it and why; closing it anew adds the next number.
    """

    billing_month = TenantForeignKey("contracts.BillingMonth", related_name="closings")
    number = models.PositiveIntegerField()
    json = models.TextField()
    csv = models.TextField()
    totals = models.JSONField()  # of everything: {currency: amount as text}
    closed_at = models.DateTimeField()
    closed_by = TenantForeignKey("accounts.Membership", related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["billing_month", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "billing_month", "number"], name="contracts_closing_number"),
            models.UniqueConstraint(
                fields=["tenant", "billing_month"],
                condition=Q(reopened_at__isnull=True),
                name="contracts_closing_in_force",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reason="")
                | (Q(reopened_at__gte=F("closed_at"), reopened_by__isnull=False) & ~Q(reason="")),
                name="contracts_closing_reopened",
            ),
        ]
