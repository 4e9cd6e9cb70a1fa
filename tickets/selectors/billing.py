"""What a month is billed as: subscriptions and billable time, counted from what stands now."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils import translation

from accounts.models import Tenant
from accounts.months import add_months
from contracts.models import ConsultancyRate, Customer
from contracts.pricing import discounted, plain, time_price
from contracts.selectors.subscriptions import Charge, subscriptions
from tickets import bills
from tickets.bills import Bill, CustomerBill, Line, Missing
from tickets.models import TimeEntry
from tickets.selectors.billing_sessions import session_lines
from tickets.selectors.billing_words import line_text

Collected = Iterator[tuple[int, Line | Missing]]


def month_bill(tenant: Tenant, month: date, *, customers: Collection[int] | None = None) -> Bill:
    """Give a month (its first day) of all customers, or of these: 5 queries. Words are in the tenant's language."""
    lines: dict[int, list[Line]] = {}
    missing: dict[int, list[Missing]] = {}
    with translation.override(tenant.language):
        for customer, found in collect(tenant, month, customers=customers):
            if isinstance(found, Missing):
                missing.setdefault(customer, []).append(found)
            else:
                lines.setdefault(customer, []).append(found)
    named = Customer.objects.filter(pk__in=lines.keys() | missing.keys()).order_by("name", "pk")
    return Bill(
        tenant.slug,
        month,
        tuple(
            CustomerBill(
                row.pk, row.external_id, row.name, tuple(lines.get(row.pk, ())), tuple(missing.get(row.pk, ()))
            )
            for row in named
        ),
    )


def collect(tenant: Tenant, month: date, *, customers: Collection[int] | None = None) -> Collected:
    """Give every line of a month with its customer, each customer's in order. What else is billed is added here."""
    yield from _subscription_lines(tenant, month, customers)
    yield from _time_lines(month, customers)
    for customer, found in session_lines(tenant, month, customers):
        yield customer, _worded(found) if isinstance(found, Line) else found


def _subscription_lines(tenant: Tenant, month: date, customers: Collection[int] | None) -> Collected:
    for customer, charges in subscriptions(tenant, month, customers=customers).items():
        for charge in charges:
            if charge.missing:
                yield customer, Missing(charge.missing, charge.plan, charge.contract, charge.currency)
            for line in _charge_lines(charge):
                yield customer, line


def _charge_lines(charge: Charge) -> Iterator[Line]:
    for step in charge.price.lines if charge.price else ():
        yield _worded(
            Line(
                kind=bills.BASE if step.is_base else bills.PAYSLIPS,
                text="",
                currency=charge.currency,
                quantity=Decimal(step.quantity),
                unit_price=plain(step.unit_price),
                amount=step.amount,
                contract=charge.contract,
                plan=charge.plan,
                first=step.first or None,
                last=step.last or None,
            )
        )


def _time_lines(month: date, customers: Collection[int] | None) -> Collected:
    """Give billable work of the month's days at the price of its day, less the discount of the ticket's contract."""
    entries = TimeEntry.objects.filter(
        kind=TimeEntry.Kind.BILLABLE, day__gte=month, day__lt=add_months(month, 1)
    ).order_by("ticket__number", "day", "pk")
    if customers is not None:
        entries = entries.filter(ticket__customer__in=customers)
    rates = ConsultancyRate.objects.filter(valid_from__lte=OuterRef("day")).order_by("-valid_from")
    rate = JSONObject(amount=Cast("amount", CharField()), currency="currency")
    for entry in entries.annotate(rate=Subquery(rates.values(rate=rate)[:1])).values(
        "pk",
        "day",
        "minutes",
        "rate",
        "ticket__number",
        "ticket__customer_id",
        "ticket__contract_id",
        "ticket__contract__plan_version__consultancy_discount",
    ):
        customer = entry["ticket__customer_id"]
        if entry["rate"] is None:
            yield customer, Missing("rate", ticket=entry["ticket__number"])
        else:
            yield customer, _time_line(entry)


def _time_line(entry: Mapping[str, Any]) -> Line:
    discount = entry["ticket__contract__plan_version__consultancy_discount"] or Decimal(0)
    price = discounted(Decimal(entry["rate"]["amount"]), discount)
    return _worded(
        Line(
            kind=bills.TIME,
            text="",
            currency=entry["rate"]["currency"],
            quantity=(Decimal(entry["minutes"]) / 60).quantize(Decimal("0.0001")),
            unit_price=price,
            amount=time_price(entry["minutes"], price),
            contract=entry["ticket__contract_id"],
            ticket=entry["ticket__number"],
            entry=entry["pk"],
            day=entry["day"],
            minutes=entry["minutes"],
            discount=discount,
        )
    )


def _worded(line: Line) -> Line:
    return Line(**{**vars(line), "text": line_text(line)})
