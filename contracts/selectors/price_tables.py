"""What plans and consultants cost, as tables for files: what their pages list, all of it."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Cell, Column, Table
from accounts.tables.of_rows import day, table_of
from contracts.models import ConsultancyRate, Plan
from contracts.selectors.prices import PriceBook, PricedList


def rates_table(found: QuerySet[ConsultancyRate]) -> Table:
    """Give what an hour of a consultant costs, from which day."""
    return table_of(
        _("Consultant prices"),
        found,
        (day(_("First day")), lambda rate: rate.valid_from),
        (_("Price an hour"), lambda rate: rate.amount),
        (_("Currency"), lambda rate: rate.currency),
    )


def prices_table() -> Table:
    """Give every price list of every plan, past ones as well: a row for its base price and one for each tier."""
    head: list[str | Column] = [
        *(_("Plan"), _("Currency"), day(_("First day")), day(_("Last day")), _("Base price a month")),
        *(_("From payslip"), _("Up to payslip"), _("Price each")),
    ]
    return Table(_("Prices"), head, _prices())


def _prices() -> Iterator[list[Cell]]:
    book = PriceBook()
    for plan in Plan.objects.all():
        mine = [each for each in book.lists if each.plan == plan.pk]
        for each in sorted(mine, key=lambda each: each.currency):
            yield from ([plan.name, each.currency, each.valid_from, each.valid_to, *row] for row in _tiers(each))


def _tiers(each: PricedList) -> Iterator[list[Cell]]:
    yield [each.table.base, None, None, None]
    below = 0
    for tier in each.table.tiers:
        yield [None, below + 1, tier.up_to, tier.unit_price]
        below = tier.up_to or below
