"""The rows that closing a month and changing what it is counted from wait for."""

from collections.abc import Collection
from datetime import date

from contracts.models import BillingMonth


def hold_months(months: Collection[date]) -> dict[date, BillingMonth]:
    """Lock these months until the transaction ends, the earliest first; make those that are new."""
    BillingMonth.objects.bulk_create((BillingMonth(month=month) for month in months), ignore_conflicts=True)
    held = BillingMonth.objects.select_for_update(of=("self",)).filter(month__in=months).order_by("month")
    return {row.month: row for row in held}
