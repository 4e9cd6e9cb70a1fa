"""Contracts and payslips as tables for files: what their pages list, all of it."""

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from itertools import islice

from django.utils.translation import gettext as _

from accounts.months import add_months
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named, of_months
from contracts.models import Contract, Customer, PayslipCount
from contracts.selectors.contract_list import listed_contracts
from contracts.selectors.payslips import customers_with_payslips, payslip_history, payslip_rows

AT_ONCE = 500


def contracts_table(asked: Mapping[str, str], *, today: date) -> Table:
    """Give the contracts that the page's filters keep, in its order."""
    head: list[str | Column] = [
        _("Customer"),
        _("Plan"),
        _("Version"),
        _("Status"),
        Column(_("First day"), Kind.DAY),
        Column(_("Last day"), Kind.DAY),
        _("Renews by itself"),
        _("Months of notice"),
        _("Policy"),
        _("Personal consultant"),
        _("Currency"),
    ]
    rows = listed_contracts(asked, today=today).select_related("policy", "personal_consultant__user")
    return Table(named(_("Contracts"), today), head, map(_contract, rows.iterator(AT_ONCE)))


def _contract(one: Contract) -> list[Cell]:
    return [
        one.customer.name,
        one.plan.name,
        one.plan_version.number,
        one.get_status_display(),
        one.starts_on,
        one.ends_on,
        _("Yes") if one.renews else _("No"),
        one.notice_months,
        one.policy.name if one.policy else "",
        one.personal_consultant.user.name if one.personal_consultant else "",
        one.currency,
    ]


def payslips_table(month: date, *, months: int) -> Table:
    """Give every customer's counts of a month and of so many months before."""
    shown = [add_months(month, step) for step in range(-months, 1)]
    head = [_("Customer"), *(f"{each:%Y-%m}" for each in shown)]
    return Table(of_months(_("Payslips"), first=month), head, _payslips(month, shown))


def _payslips(month: date, shown: list[date]) -> Iterator[tuple[Cell, ...]]:
    customers = customers_with_payslips(month).iterator(AT_ONCE)
    while chunk := list(islice(customers, AT_ONCE)):
        yield from ((row.customer.name, *row.counts) for row in payslip_rows(chunk, shown))


def payslip_history_table(customer: Customer, zone: tzinfo) -> Table:
    """Give every count of a customer's, those replaced as well."""
    head: list[str | Column] = [
        _("Customer"),
        _("Month"),
        _("Payslips"),
        _("How"),
        _("Entered by"),
        Column(_("Entered at"), Kind.INSTANT),
        Column(_("Corrected"), Kind.INSTANT),
    ]
    rows = payslip_history(customer).iterator(AT_ONCE)
    return Table(named(_("Payslips"), customer.name), head, (_count(customer, each) for each in rows), zone)


def _count(customer: Customer, each: PayslipCount) -> list[Cell]:
    return [
        customer.name,
        f"{each.month:%Y-%m}",
        each.count,
        each.get_source_display(),
        each.entered_by.user.name if each.entered_by else "",
        each.entered_at,
        each.replaced_at,
    ]
