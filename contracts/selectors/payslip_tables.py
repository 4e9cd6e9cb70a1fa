"""Payslips of all customers, and one customer's history of them, as tables for files."""

from collections.abc import Iterator
from datetime import date, tzinfo

from django.utils.translation import gettext as _

from accounts.months import add_months
from accounts.tables import Cell, Table
from accounts.tables.names import named, of_months
from accounts.tables.of_rows import instant, some_at_once, table_of
from contracts.models import Customer
from contracts.selectors.payslips import customers_with_payslips, payslip_history, payslip_rows


def payslips_table(month: date, *, months: int) -> Table:
    """Give every customer's counts of a month and of so many months before."""
    shown = [add_months(month, step) for step in range(-months, 1)]
    head = [_("Customer"), *(f"{each:%Y-%m}" for each in shown)]
    return Table(of_months(_("Payslips"), first=month), head, _payslips(month, shown))


def _payslips(month: date, shown: list[date]) -> Iterator[tuple[Cell, ...]]:
    for chunk in some_at_once(customers_with_payslips(month)):
        yield from ((row.customer.name, *row.counts) for row in payslip_rows(chunk, shown))


def payslip_history_table(customer: Customer, zone: tzinfo) -> Table:
    """Give every count of a customer's, those replaced as well."""
    return table_of(
        named(_("Payslips"), customer.name),
        payslip_history(customer),
        (_("Customer"), lambda _one: customer.name),
        (_("Month"), lambda one: f"{one.month:%Y-%m}"),
        (_("Payslips"), lambda one: one.count),
        (_("How"), lambda one: one.get_source_display()),
        (_("Entered by"), lambda one: one.entered_by.user.name if one.entered_by else ""),
        (instant(_("Entered at")), lambda one: one.entered_at),
        (instant(_("Corrected")), lambda one: one.replaced_at),
        zone=zone,
    )
