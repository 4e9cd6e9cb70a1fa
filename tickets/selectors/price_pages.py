"""Price lists as the desk draws them."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Tenant
from contracts.models import Plan
from contracts.selectors import local_day
from contracts.selectors.price_words import amount_text, tier_words
from contracts.selectors.prices import PriceBook
from tickets.selectors.billing_words import day_words


@dataclass(frozen=True)
class PriceRow:
    """One list; `state` is now, later or past."""

    pk: int
    currency: str
    valid_from: str
    state: str
    base: str
    tiers: list[tuple[str, str]]


@dataclass(frozen=True)
class PriceGroup:
    """One plan's lists: by currency, the latest first."""

    plan: str
    rows: list[PriceRow]


def price_groups(tenant: Tenant, *, now: datetime) -> list[PriceGroup]:
    """Give every plan with all its price lists: 2 queries."""
    book, today = PriceBook(), local_day(tenant, now)
    groups = []
    for plan in Plan.objects.all():
        rows = []
        lists = [each for each in book.lists if each.plan == plan.pk]
        for each in sorted(lists, key=lambda each: each.currency):
            over = each.valid_to is not None and each.valid_to < today
            state = "later" if each.valid_from > today else "past" if over else "now"
            rows.append(
                PriceRow(
                    each.pk,
                    each.currency,
                    day_words(each.valid_from),
                    state,
                    amount_text(each.table.base),
                    tier_words(each.table),
                )
            )
        groups.append(PriceGroup(plan.name, rows))
    return groups
