"""Months and statements as the desk and the portal draw them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Tenant
from accounts.months import add_months, months_between
from contracts.models import BillingClosing, BillingMonth, Customer
from contracts.selectors import local_day
from contracts.selectors.price_words import amount_text, price_text, totals_text
from tickets import bills
from tickets.bills import Bill, CustomerBill, Line, from_json
from tickets.selectors.billing import month_bill
from tickets.selectors.billing_words import line_sum, line_text, missing_text

SHOWN = 13


@dataclass(frozen=True)
class MonthLine:
    """One month of the list; `closing` is the latest (its files are not read), None: it was never closed."""

    month: date
    name: str
    is_closed: bool
    is_over: bool
    closing: BillingClosing | None
    totals: list[str]

    @property
    def decided_at(self) -> datetime | None:
        """Give when it was closed, or opened again; None for a month that was never closed."""
        if self.closing is None:
            return None
        return self.closing.closed_at if self.is_closed else self.closing.reopened_at

    @property
    def decided_by(self) -> str:
        """Give who closed it, or opened it again."""
        member = self.closing and (self.closing.closed_by if self.is_closed else self.closing.reopened_by)
        return member.user.name if member else ""


@dataclass(frozen=True)
class CustomerLine:
    """One customer's sums in a month, each currency apart."""

    customer: int
    name: str
    subscription: list[str]
    time: list[str]
    totals: list[str]
    missing: list[str]


@dataclass(frozen=True)
class Difference:
    """A line that is not what the month was closed with; empty: it was not there, or is not any more."""

    customer: str
    text: str
    before: str
    now: str


@dataclass(frozen=True)
class MonthPage:
    """One month; `differences` are those to what it was closed with last."""

    month: date
    name: str
    is_closed: bool
    is_over: bool
    rows: list[CustomerLine]
    totals: list[str]
    incomplete: int
    closings: list[BillingClosing]
    differences: list[Difference]


@dataclass(frozen=True)
class StatementRow:
    """A line with its arithmetic: 350 × 4.04."""

    text: str
    sum: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Statement:
    """What one customer is billed for a month. `closed_at` None: it may still change."""

    customer: str
    month: date
    name: str
    rows: list[StatementRow]
    totals: list[str]
    missing: list[str]
    closed_at: datetime | None


def month_lines(tenant: Tenant, *, now: datetime) -> list[MonthLine]:
    """Give the months up to the present one, the latest first, and every older one that was closed: 2 queries."""
    today = local_day(tenant, now)
    this_month = today.replace(day=1)
    kept = {row.month: row for row in BillingMonth.objects.all()}
    latest: dict[date, BillingClosing] = {}
    closings = BillingClosing.objects.select_related("billing_month", "closed_by__user", "reopened_by__user")
    for closing in closings.defer("json", "csv").order_by("number"):
        latest[closing.billing_month.month] = closing
    months = {*months_between(add_months(this_month, 1 - SHOWN), this_month), *latest}
    return [
        MonthLine(
            month=month,
            name=formats.month_year(month),
            is_closed=month in kept and kept[month].is_closed,
            is_over=month < this_month,
            closing=latest.get(month),
            totals=_kept_totals(latest[month]) if month in kept and kept[month].is_closed else [],
        )
        for month in sorted(months, reverse=True)
    ]


def bill_of(tenant: Tenant, month: date, *, customer: int | None = None) -> tuple[Bill, BillingClosing | None]:
    """Give a month's bill: what it was closed with, and the closing; for an open one what stands now, and None.

    With a `customer`: their part alone.
    """
    closing = BillingClosing.objects.filter(billing_month__month=month, reopened_at=None).first()
    if closing is not None:
        return from_json(closing.json, customer=customer), closing
    return month_bill(tenant, month, customers=None if customer is None else [customer]), None


def month_page(tenant: Tenant, month: date, *, now: datetime) -> MonthPage:
    """Describe a month, and how it differs from what it was closed with last."""
    closings = list(
        BillingClosing.objects.filter(billing_month__month=month)
        .select_related("closed_by__user", "reopened_by__user")
        .order_by("number")
    )
    last = closings[-1] if closings else None
    is_closed = last is not None and last.reopened_at is None
    standing = month_bill(tenant, month)
    before = from_json(last.json) if last else None
    shown = before if before and is_closed else standing
    return MonthPage(
        month=month,
        name=formats.month_year(month),
        is_closed=is_closed,
        is_over=local_day(tenant, now) >= add_months(month, 1),
        rows=[_customer_line(each, month) for each in shown.customers],
        totals=totals_text(shown.totals),
        incomplete=len(shown.incomplete),
        closings=closings[::-1],
        differences=list(differences(before, standing)) if before else [],
    )


def differences(before: Bill, now: Bill) -> Iterator[Difference]:
    """Give every line whose amount, currency or arithmetic has changed, customer by customer."""
    old, new = _lines_by_key(before), _lines_by_key(now)
    names = {each.customer: each.name for bill in (now, before) for each in bill.customers}
    for key in sorted(old.keys() | new.keys(), key=lambda key: (names[key[0]].casefold(), key[0], str(key[1]))):
        was, stands = old.get(key), new.get(key)
        if _figures(was) == _figures(stands):
            continue
        line = stands or was
        if line is not None:
            yield Difference(names[key[0]], line_text(line), _amount(was), _amount(stands))


def statement(customer: Customer, month: date, *, is_for_customer: bool) -> Statement:
    """Describe one customer's month; the customer sees work as one sum for each price (domain decision: Time)."""
    bill, closing = bill_of(customer.tenant, month, customer=customer.pk)
    mine = bill.of(customer.pk) or CustomerBill(customer.pk, customer.external_id, customer.name, ())
    return Statement(
        customer=mine.name,
        month=month,
        name=formats.month_year(month),
        rows=list(_rows(mine.lines, is_for_customer=is_for_customer)),
        totals=totals_text(mine.totals),
        missing=[missing_text(missing, month) for missing in mine.missing],
        closed_at=closing.closed_at if closing else None,
    )


def _rows(lines: Iterable[Line], *, is_for_customer: bool) -> Iterator[StatementRow]:
    work: dict[tuple[str, Decimal], list[Line]] = {}
    for line in lines:
        if is_for_customer and line.kind in bills.WORK:
            work.setdefault((line.currency, line.unit_price), []).append(line)
        else:
            yield StatementRow(line_text(line), line_sum(line), line.amount, line.currency)
    for (currency, price), entries in work.items():
        minutes = sum(line.minutes or 0 for line in entries)
        amount = sum((line.amount for line in entries), Decimal(0))
        values = {"time": formats.duration(minutes * 60), "price": price_text(price)}
        yield StatementRow(_("Consultants’ work"), _("%(time)s at %(price)s an hour") % values, amount, currency)


def _customer_line(bill: CustomerBill, month: date) -> CustomerLine:
    return CustomerLine(
        customer=bill.customer,
        name=bill.name,
        subscription=totals_text(_part(bill, work=False)),
        time=totals_text(_part(bill, work=True)),
        totals=totals_text(bill.totals),
        missing=list(dict.fromkeys(missing_text(missing, month) for missing in bill.missing)),
    )


def _part(bill: CustomerBill, *, work: bool) -> dict[str, Decimal]:
    lines = tuple(line for line in bill.lines if (line.kind in bills.WORK) is work)
    return CustomerBill(bill.customer, "", "", lines).totals


def _kept_totals(closing: BillingClosing) -> list[str]:
    return totals_text({currency: Decimal(amount) for currency, amount in closing.totals.items()})


def _lines_by_key(bill: Bill) -> dict[tuple[int, tuple[object, ...]], Line]:
    return {(each.customer, line.key): line for each in bill.customers for line in each.lines}


def _figures(line: Line | None) -> tuple[object, ...]:
    return (line.currency, line.quantity, line.unit_price, line.amount) if line else ()


def _amount(line: Line | None) -> str:
    return f"{amount_text(line.amount)}{formats.NBSP}{line.currency}" if line else ""
