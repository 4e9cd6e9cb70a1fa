"""To whom a customer's report was mailed."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ReportReceipt(TenantModel):
    """Somebody who was mailed their company's report of a month, under the address that was theirs then.

    Once for each customer, month and contact, ever. The contact may be gone since.
    """

    customer = TenantForeignKey("contracts.Customer", on_delete=models.CASCADE, related_name="report_receipts")
    month = models.DateField()
    contact = TenantForeignKey(
        "contracts.Contact", on_delete=models.SET_NULL, null=True, related_name="report_receipts"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "customer", "month", "contact"], name="reports_receipt_once"),
        ]
