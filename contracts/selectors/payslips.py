"""Payslip counts, as they stand and as they were."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.months import add_months
from contracts.models import Contract, Customer, PayslipCount


@dataclass(frozen=True)
class PayslipRow:
    """One customer's counts, month by month in the order asked for; None where there is none."""

    customer: Customer
    counts: list[int | None]


def customers_with_payslips(month: date) -> QuerySet[Customer, Customer]:
    """Give the customers whose payslips of a month are charged or known: a contract in the month after, or a count."""
    charged = add_months(month, 1)
    contracts = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=charged) | Q(renews=True),
        status__in=Contract.IN_FORCE,
        starts_on__lte=charged,
    )
    counted = PayslipCount.objects.filter(month=month)
    return Customer.objects.filter(
        Q(pk__in=contracts.values("customer")) | Q(pk__in=counted.values("customer"))
    ).order_by("name", "pk")


def payslip_rows(customers: Collection[Customer], months: list[date]) -> list[PayslipRow]:
    """Give the counts in force of these customers: 1 query."""
    counts = PayslipCount.objects.filter(customer__in=customers, month__in=months, replaced_at=None)
    known = {(row.customer_id, row.month): row.count for row in counts}
    return [PayslipRow(customer, [known.get((customer.pk, month)) for month in months]) for customer in customers]


def payslip_history(customer: Customer) -> QuerySet[PayslipCount, PayslipCount]:
    """Give every count of a customer's, the latest month first, in each the one in force first."""
    found = PayslipCount.objects.filter(customer=customer).select_related("entered_by__user")
    return found.order_by("-month", "-pk")
