"""What a customer used of the quotas in one month."""

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from django.db.models import F, OuterRef, Q

from accounts.months import add_months, month_start
from contracts.models import Contract, Customer, PlanService
from contracts.querysets import RUNS_ON
from tickets.models import Booking
from tickets.selectors.quotas import Quota, quota, use_of


@dataclass(frozen=True)
class QuotaMonth:
    """A yearly quota of a plan: used in the month, and in its year up to the month's end. `left` is the year's."""

    plan: str
    month: Quota
    year: Quota


def quotas_of_month(customer: Customer, month: date, zone: tzinfo) -> list[QuotaMonth]:
    """Give the quotas of the contracts in force on any day of a month, in the plans' order. One query.

    The plan's version that counts today decides. Work counts on its day, a session on the day it begins.
    """
    last = add_months(month, 1) - timedelta(days=1)
    held = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=month) | RUNS_ON,
        customer=customer,
        starts_on__lte=last,
        status__in=Contract.IN_FORCE,
    )
    since, until = month_start(month, zone), month_start(add_months(month, 1), zone)
    this_year = Booking.objects.filter(year=month.year, starts_at__lt=until)
    contract = OuterRef("contract")
    services = (
        PlanService.objects.filter(kind__in=PlanService.QUOTAS)
        .annotate(contract=F("version__contracts__pk"), plan=F("version__plan__name"))
        .filter(contract__in=held.values("pk"))
        .annotate(
            **use_of(contract, (month, last), this_year.filter(starts_at__gte=since), "month_"),
            **use_of(contract, (month.replace(month=1), last), this_year),
        )
        .order_by("version__plan__rank", "contract", "position", "pk")
    )
    return [QuotaMonth(row.plan, quota(row, month.year, "month_"), quota(row, month.year)) for row in services]
