"""What two plans cost side by side, as a change of plan tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts import formats
from contracts.models import Contract, PayslipCount, PlanVersion
from contracts.pricing import PriceTable, Tier
from contracts.selectors.price_words import amount_text, tier_words
from contracts.selectors.prices import PriceBook

NONE = "–"


@dataclass(frozen=True)
class MonthPrices:
    """A month before and after, with the currency; `payslips`: as counted last, None for the base price alone."""

    before: str
    after: str
    payslips: int | None


def latest_payslips() -> Subquery:
    """Give how many payslips the contract's customer had last, to read with the contract."""
    counts = PayslipCount.objects.filter(customer=OuterRef("customer"), replaced_at=None).order_by("-month")
    return Subquery(counts.values("count")[:1])


def month_prices(contract: Contract, version: PlanVersion, day: date, payslips: int | None) -> MonthPrices | None:
    """Give a month's price under the contract's plan and under another, by the lists of that day. One query.

    None where the other plan has no price in the contract's currency.
    """
    before, after = _tables(contract, version, day)
    if after is None:
        return None
    words = [
        formats.money(table.month(payslips or 0).total, contract.currency) if table else NONE
        for table in (before, after)
    ]
    return MonthPrices(words[0], words[1], payslips)


def kept_prices(contract: Contract, version: PlanVersion, day: date) -> dict[str, Any]:
    """Give both plans' prices on a day as the change keeps them: what was signed is not changed by a later list.

    One query. Empty where the other plan has no price in the contract's currency.
    """
    before, after = _tables(contract, version, day)
    if after is None:
        return {}
    return {"currency": contract.currency, "before": _kept(before), "after": _kept(after)}


def price_rows(prices: Mapping[str, Any]) -> list[list[str]]:
    """Give kept prices as rows: what for, before, after."""
    rows: dict[str, list[str]] = {}
    for column, name in enumerate(("before", "after")):
        for words, price in _words(prices[name]):
            rows.setdefault(words, [NONE, NONE])[column] = price
    return [[words, *both] for words, both in rows.items()]


def _tables(contract: Contract, version: PlanVersion, day: date) -> tuple[PriceTable | None, PriceTable | None]:
    book = PriceBook()
    found = [book.on(plan, contract.currency, day) for plan in (contract.plan_version.plan_id, version.plan_id)]
    before, after = (one.table if one else None for one in found)
    return before, after


def _kept(table: PriceTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {"base": str(table.base), "tiers": [[tier.up_to, str(tier.unit_price)] for tier in table.tiers]}


def _words(kept: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    if kept is None:
        return []
    table = PriceTable(Decimal(kept["base"]), tuple(Tier(up_to, Decimal(price)) for up_to, price in kept["tiers"]))
    tiers = [(_("Payslips %(range)s, each") % {"range": words}, price) for words, price in tier_words(table)]
    return [(_("Base price"), amount_text(table.base)), *tiers]
