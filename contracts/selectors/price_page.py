"""What everybody may see: the plans on offer side by side, with their services and what they cost."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from contracts.models import PlanService, PlanVersion
from contracts.pricing import PriceLine
from contracts.selectors.plans import newest_versions
from contracts.selectors.price_words import amount_text, count_text, price_text, range_text, tier_words
from contracts.selectors.prices import PriceBook, PricedList
from contracts.selectors.service_words import quantity_text


@dataclass(frozen=True)
class Offer:
    """One plan: what a month costs for the payslips asked about. `total` empty: it has no price in this currency."""

    plan: int
    name: str
    total: str
    base: str
    tiers: list[tuple[str, str]]
    lines: list[tuple[str, str, str]]


@dataclass(frozen=True)
class GridRow:
    """One service: in each plan how much of it there is, None where it is not in it."""

    name: str
    cells: list[str | None]


class Shop:
    """The plans on offer and their prices on a day: 3 queries."""

    def __init__(self, day: date) -> None:
        self.day, self.book = day, PriceBook()
        found = newest_versions().filter(plan__is_offered=True).prefetch_related("services")
        self.versions: list[PlanVersion] = list(found)
        self.currencies = self.book.currencies(day)

    def offers(self, payslips: int, currency: str) -> list[Offer]:
        """Give each plan with its price, the smallest plan first."""
        return [
            _offer(version, self.book.on(version.plan_id, currency, self.day), payslips) for version in self.versions
        ]

    def grid(self) -> list[GridRow]:
        """Give every service that one of the plans has, in the largest plan's order."""
        by_plan = [{service.code: service for service in version.services.all()} for version in self.versions]
        rows: dict[str, PlanService] = {}
        for services in reversed(by_plan):
            for code, service in services.items():
                rows.setdefault(code, service)
        return [
            GridRow(service.name, [quantity_text(mine[code]) if code in mine else None for mine in by_plan])
            for code, service in sorted(rows.items(), key=lambda row: row[1].position)
        ]


def _offer(version: PlanVersion, prices: PricedList | None, payslips: int) -> Offer:
    name = version.plan.name
    if prices is None:
        return Offer(version.plan_id, name, "", "", [], [])
    month = prices.table.month(payslips)
    return Offer(
        version.plan_id,
        name,
        amount_text(month.total),
        amount_text(prices.table.base),
        tier_words(prices.table),
        [_line(line) for line in month.lines],
    )


def _line(line: PriceLine) -> tuple[str, str, str]:
    if line.is_base:
        return _("Base price"), "", amount_text(line.amount)
    arithmetic = f"{count_text(line.quantity)} × {price_text(line.unit_price)}"
    which = range_text(line.first, line.last)
    return _("Payslips %(range)s") % {"range": which}, arithmetic, amount_text(line.amount)
