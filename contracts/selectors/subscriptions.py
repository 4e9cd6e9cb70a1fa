"""What customers' contracts cost in a month (domain: Contracts and plans, price per month).

A month is charged whole to the contracts in force on its first day, under the plan and the prices of that day, for the
payslips of the month before. Nothing is counted by days.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from accounts.models import Tenant
from accounts.months import add_months, month_start
from contracts.models import Contract, ContractEvent, PayslipCount, PlanChange, PlanVersion
from contracts.pricing import MonthPrice
from contracts.selectors.prices import PriceBook

PAYSLIPS, PRICES = "payslips", "price_list"


@dataclass(frozen=True)
class Charge:
    """One contract's month. `missing`: what the price cannot be told without (PAYSLIPS, PRICES); empty: nothing.

    Payslips are charged once for each customer, under the largest plan; another contract of theirs costs its base
    price (`has_payslips` False). Without a count there is the base price alone, and it is not the whole price.
    """

    contract: int
    plan: str
    currency: str
    has_payslips: bool
    payslips: int | None
    price: MonthPrice | None
    missing: str


def subscriptions(tenant: Tenant, month: date, *, customers: Collection[int] | None = None) -> dict[int, list[Charge]]:
    """Give the charges of a month (its first day) by customer, the largest plan first; `customers` None: of all.

    2 queries; 1 more where a plan was changed since.
    """
    book = PriceBook()
    zone = ZoneInfo(tenant.zone)
    rows = [row for row in _contracts(month, zone, customers) if row.holds_on(month)]
    versions = _versions(rows, zone)
    rows.sort(key=lambda row: (-versions[row.pk].plan.rank, row.starts_on, row.pk))
    charges: dict[int, list[Charge]] = {}
    for row in rows:
        mine = charges.setdefault(row.customer_id, [])
        mine.append(_charge(row, versions[row.pk], month, book, has_payslips=not mine))
    return charges


def _contracts(month: date, zone: ZoneInfo, customers: Collection[int] | None) -> Iterable[Any]:
    """Give what may be in force, each with the customer's payslips, and the first change of its terms after the first:
    by hand (the timeline) or by an addendum, which counts from its own day, whenever it was carried out.
    """
    over = month_start(month, zone) + timedelta(days=1)
    counts = PayslipCount.objects.filter(
        customer=OuterRef("customer"), month=add_months(month, -1), replaced_at__isnull=True
    )
    since = ContractEvent.objects.filter(contract=OuterRef("pk"), at__gte=over).order_by("at", "id")
    by_hand = since.filter(data__has_key="plan_version")
    changes = PlanChange.objects.filter(contract=OuterRef("pk")).order_by("effective_on")
    agreed = changes.filter(status=PlanChange.Status.IN_EFFECT, effective_on__gt=month)
    due = changes.filter(status=PlanChange.Status.SCHEDULED, effective_on__lte=month)
    found = (
        Contract.objects.filter(status__in=Contract.IN_FORCE, starts_on__lte=month)
        .filter(Q(ends_on=None) | Q(ends_on__gte=month) | Q(renews=True))
        .select_related("plan_version__plan")
        .annotate(
            payslips=Subquery(counts.values("count")[:1]),
            by_hand_at=Subquery(by_hand.values("at")[:1]),
            by_hand_from=Subquery(by_hand.values("data__plan_version__0")[:1]),
            agreed_on=Subquery(agreed.values("effective_on")[:1]),
            agreed_from=Subquery(agreed.values("from_version")[:1]),
            due_to=Subquery(due.values("to_version")[:1]),
            currency_then=Subquery(
                since.filter(data__changes__has_key="currency").values("data__changes__currency__0")[:1]
            ),
        )
    )
    return found if customers is None else found.filter(customer__in=customers)


def _versions(rows: Iterable[Any], zone: ZoneInfo) -> dict[int, PlanVersion]:
    """Give the plan version of each contract as it was on the first."""
    then = {row.pk: _version_then(row, zone) for row in rows}
    wanted = {key for key in then.values() if key is not None}
    old = PlanVersion.objects.filter(pk__in=wanted).select_related("plan").in_bulk() if wanted else {}
    return {row.pk: old.get(then[row.pk] or 0, row.plan_version) for row in rows}


def _version_then(row: Any, zone: ZoneInfo) -> int | None:
    """Give the key of the version before the first change since; None where the present one stands since then."""
    changes = []
    if row.agreed_on:
        changes.append((row.agreed_on, 0, row.agreed_from))
    if row.by_hand_at:
        changes.append((row.by_hand_at.astimezone(zone).date(), 1, row.by_hand_from))
    first: int | None = min(changes)[2] if changes else row.due_to
    return first


def _charge(row: Any, version: PlanVersion, month: date, book: PriceBook, *, has_payslips: bool) -> Charge:
    currency = row.currency_then or row.currency
    prices = book.on(version.plan_id, currency, month)
    missing = PRICES if prices is None else PAYSLIPS if has_payslips and row.payslips is None else ""
    counted = row.payslips or 0 if has_payslips else 0
    return Charge(
        contract=row.pk,
        plan=version.plan.name,
        currency=currency,
        has_payslips=has_payslips,
        payslips=row.payslips if has_payslips else None,
        price=prices.table.month(counted) if prices else None,
        missing=missing,
    )
