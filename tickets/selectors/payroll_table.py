"""Payroll runs as a table for files: all that their page lists."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import instant, table_of
from sla.engine import BusinessCalendar
from tickets.selectors.payroll import listed_runs


def payroll_table(calendar: BusinessCalendar, *, asked: str, now: datetime) -> Table:
    """Give all runs of the month's list that the page shows (payroll_page)."""
    month, runs = listed_runs(calendar, asked=asked, now=now)
    return table_of(
        named(_("Payroll runs"), f"{month:%Y-%m}"),
        runs,
        (_("Customer"), lambda row: row[0].customer.name),
        (pgettext("payroll", "Run"), lambda row: row[0].run_id),
        (_("Period"), lambda row: f"{row[0].month:%Y-%m}"),
        (instant(_("Carried out")), lambda row: row[0].carried_out_at),
        (instant(_("Approved")), lambda row: row[0].approved_at),
        (_("Ticket"), lambda row: row[1] or None),
    )
