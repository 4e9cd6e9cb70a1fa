"""Customers as a table for files: all that their page lists."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tables import Cell, Table
from accounts.tables.names import named
from accounts.tables.of_rows import some_at_once, yes_no
from tickets.selectors.customers import listed_customers, with_plans


def customers_table(member: Membership, *, q: str, today: date) -> Table:
    """Give the customers found, by name."""
    head = [_("Name"), _("Number in other systems"), _("Prospect"), _("Plan"), _("Open tickets")]
    return Table(named(_("Customers"), today), head, _customers(member, q, today))


def _customers(member: Membership, q: str, today: date) -> Iterator[list[Cell]]:
    for chunk in some_at_once(listed_customers(member, q=q)):
        for customer, plan in with_plans(chunk, today):
            yield [customer.name, customer.external_id, yes_no(customer.is_prospect), plan, customer.open_tickets]
