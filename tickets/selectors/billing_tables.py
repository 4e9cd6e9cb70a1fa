"""Months and statements as tables for files: what their pages list. A month of all customers is tickets/bills.py."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.names import of_months
from accounts.tables.of_rows import instant, table_of
from tickets.selectors.billing_pages import MonthLine, Statement


def statement_table(statement: Statement) -> Table:
    """Give the lines of a customer's month; their sum is the total."""
    return table_of(
        of_months(_("Statement"), statement.customer, first=statement.month),
        statement.rows,
        (pgettext("bill", "What"), lambda row: row.text),
        (_("How it is counted"), lambda row: row.sum),
        (_("Amount"), lambda row: row.amount),
        (_("Currency"), lambda row: row.currency),
    )


def months_table(lines: list[MonthLine]) -> Table:
    """Give the months of the billing, a row for each currency; an open month has no sum yet."""
    return table_of(
        _("Billing"),
        ((line, *total) for line in lines for total in _totals(line)),
        (_("Month"), lambda row: f"{row[0].month:%Y-%m}"),
        (_("State"), lambda row: _state(row[0])),
        (instant(_("When")), lambda row: row[0].decided_at),
        (_("Who"), lambda row: row[0].decided_by),
        (_("Total"), lambda row: row[2]),
        (_("Currency"), lambda row: row[1]),
    )


def _totals(line: MonthLine) -> list[tuple[str, Decimal | None]]:
    kept = line.closing.totals if line.closing and line.is_closed else {}
    return [(currency, Decimal(amount)) for currency, amount in kept.items()] or [("", None)]


def _state(line: MonthLine) -> str:
    if line.closing:
        return pgettext("month", "Closed") if line.is_closed else pgettext("month", "Opened again")
    return pgettext("month", "Open") if line.is_over else pgettext("month", "Not over yet")
