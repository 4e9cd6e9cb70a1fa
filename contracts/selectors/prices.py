"""What plans cost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from contracts.models import PriceList, PriceTier, PublicPrices
from contracts.pricing import PriceTable, Tier


@dataclass(frozen=True)
class PricedList:
    """A price list, ready to count with; `valid_to` None: no later list is known."""

    pk: int
    plan: int
    currency: str
    valid_from: date
    valid_to: date | None
    table: PriceTable


class PriceBook:
    """Every price list of the tenant: 1 query."""

    def __init__(self) -> None:
        self.lists: list[PricedList] = []
        after: dict[tuple[int, str], date] = {}
        for row in _with_tiers(PriceList.objects.order_by("-valid_from")):
            key = (row.plan_id, row.currency)
            later = after.get(key)
            ends = date.fromordinal(later.toordinal() - 1) if later else None
            after[key] = row.valid_from
            tiers = tuple(Tier(step["up_to"], Decimal(step["unit_price"])) for step in row.steps)
            table = PriceTable(row.base, tiers)
            self.lists.append(PricedList(row.pk, row.plan_id, row.currency, row.valid_from, ends, table))

    def on(self, plan: int, currency: str, day: date) -> PricedList | None:
        """Give the list in force on a day; None where there is none."""
        return next(
            (each for each in self.lists if (each.plan, each.currency) == (plan, currency) and each.valid_from <= day),
            None,
        )

    def currencies(self, day: date) -> list[str]:
        """Give the currencies with prices on a day, by name."""
        return sorted({each.currency for each in self.lists if each.valid_from <= day})


def _with_tiers(lists: QuerySet[PriceList, PriceList]) -> QuerySet[Any, Any]:
    # As text: a price must not pass through a float.
    step = JSONObject(up_to="up_to", unit_price=Cast("unit_price", CharField()))
    tiers = PriceTier.objects.filter(price_list=OuterRef("pk")).order_by("up_to").values(step=step)
    return lists.annotate(steps=ArraySubquery(tiers))


def prices_are_public() -> bool:
    """Say whether everybody may see what the plans cost: unless a manager has turned it off."""
    return not PublicPrices.objects.filter(is_shown=False).exists()
