"""What a month is billed as: lines, what is missing, totals; and how that is written as JSON and CSV.

Decimals are written with a point in JSON, as text. A document that was closed is read back from its JSON.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.months import add_months
from accounts.tables import Column, Kind, Table

BASE, PAYSLIPS, TIME, SESSION = "base", "payslips", "time", "session"
UNITS = {BASE: "month", PAYSLIPS: "payslip", TIME: "hour", SESSION: "hour"}
WORK = (TIME, SESSION)


@dataclass(frozen=True)
class Line:
    """One line of a bill. `text` is its words in the tenant's language; what stands beside it is for programs.

    `quantity` × `unit_price` = `amount`, rounded; time is charged by the minute, and its quantity is in hours.
    """

    kind: str
    text: str
    currency: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    contract: int | None = None
    plan: str = ""
    first: int | None = None
    last: int | None = None
    ticket: int | None = None
    entry: int | None = None
    day: date | None = None
    minutes: int | None = None
    discount: Decimal | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Give what tells it from the customer's other lines, whatever it costs."""
        return self.kind, self.contract, self.first, self.entry


@dataclass(frozen=True)
class Missing:
    """Why a bill is not whole: `what` is payslips, price_list or rate; of a contract or a ticket."""

    what: str
    plan: str = ""
    contract: int | None = None
    currency: str = ""
    ticket: int | None = None


@dataclass(frozen=True)
class CustomerBill:
    """One customer's month."""

    customer: int
    external_id: str
    name: str
    lines: tuple[Line, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def totals(self) -> dict[str, Decimal]:
        """Give the sum of the lines in each currency."""
        return _sums(self.lines)


@dataclass(frozen=True)
class Bill:
    """A month of all customers, by name."""

    tenant: str
    month: date
    customers: tuple[CustomerBill, ...]

    @property
    def totals(self) -> dict[str, Decimal]:
        """Give the sum of everything in each currency."""
        return _sums(line for customer in self.customers for line in customer.lines)

    @property
    def incomplete(self) -> list[CustomerBill]:
        """Give the customers whose bill is not whole."""
        return [customer for customer in self.customers if customer.missing]

    def of(self, customer: int) -> CustomerBill | None:
        """Give one customer's part; None where there is nothing."""
        return next((each for each in self.customers if each.customer == customer), None)


def to_json(bill: Bill) -> str:
    """Write a bill; the same bill is always the same text."""
    body = {
        "tenant": bill.tenant,
        "month": f"{bill.month:%Y-%m}",
        "payslips_of": f"{add_months(bill.month, -1):%Y-%m}",
        "customers": [
            {
                "id": each.customer,
                "external_id": each.external_id,
                "name": each.name,
                "lines": [{name: _plain(value) for name, value in _line_fields(line)} for line in each.lines],
                "missing": [vars(missing) for missing in each.missing],
                "totals": _written(each.totals),
            }
            for each in bill.customers
        ],
        "totals": _written(bill.totals),
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, *, customer: int | None = None) -> Bill:
    """Read what `to_json` wrote; of one customer alone where one is named."""
    body = json.loads(text)
    customers = tuple(
        CustomerBill(
            each["id"],
            each["external_id"],
            each["name"],
            tuple(_line(line) for line in each["lines"]),
            tuple(Missing(**missing) for missing in each["missing"]),
        )
        for each in body["customers"]
        if customer is None or each["id"] == customer
    )
    return Bill(body["tenant"], date.fromisoformat(f"{body['month']}-01"), customers)


def to_table(bill: Bill) -> Table:
    """Give one row for each line; the columns are called as in the JSON, in every language."""
    head = ["month", "customer", "external_id", "name", *(_column(name) for name in _COLUMNS)]
    return Table(f"billing-{bill.month:%Y-%m}", head, _rows(bill))


_COLUMNS = (
    "kind", "text", "contract", "plan", "first", "last", "ticket", "entry", "day", "minutes", "discount",
    "quantity", "unit", "unit_price", "currency", "amount",
)  # fmt: skip


def _rows(bill: Bill) -> Iterator[list[Any]]:
    for each in bill.customers:
        for line in each.lines:
            cells = [value for _name, value in _line_fields(line)]
            yield [f"{bill.month:%Y-%m}", each.customer, each.external_id, each.name, *cells]


def _column(name: str) -> str | Column:
    return Column(name, Kind.DAY) if name == "day" else name


def _line_fields(line: Line) -> Iterator[tuple[str, Any]]:
    for name in _COLUMNS:
        yield name, UNITS[line.kind] if name == "unit" else getattr(line, name)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _line(body: dict[str, Any]) -> Line:
    fields = {name: value for name, value in body.items() if name != "unit"}
    for name in ("quantity", "unit_price", "amount", "discount"):
        fields[name] = None if fields[name] is None else Decimal(fields[name])
    if fields["day"]:
        fields["day"] = date.fromisoformat(fields["day"])
    return Line(**fields)


def _sums(lines: Iterable[Line]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.amount
    return dict(sorted(sums.items()))


def _written(totals: dict[str, Decimal]) -> list[dict[str, str]]:
    return [{"currency": currency, "amount": str(amount)} for currency, amount in totals.items()]
