"""Which summaries went out."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class SentSummary(TenantModel):
    """A member has had the summary of a month or week (`2026-10`, `2026-W42`), or there was nothing to tell."""

    membership = TenantForeignKey("accounts.Membership", on_delete=models.CASCADE, db_index=False, related_name="+")
    period = models.CharField(max_length=8)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "membership"], name="reports_summary_once"),
        ]
