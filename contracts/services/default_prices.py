"""What the four plans cost a new tenant's customers: samples that the tenant replaces (domain: Contracts and plans).

Professional's base price and its first two tiers in Danish kroner are the model vendor's.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from contracts.models import Plan
from contracts.pricing import PriceTable, Tier
from contracts.services.prices import write_price_list

BOUNDS = (350, 750, 2000, None)
# By currency: the base price, and the price of a payslip in each tier.
SAMPLES = {
    "Basic": {
        "DKK": ("1495", "2.10", "1.58", "1.26", "1.05"),
        "SEK": ("2190", "3.10", "2.33", "1.86", "1.55"),
    },
    "Standard": {
        "DKK": ("2795", "3.15", "2.36", "1.89", "1.55"),
        "SEK": ("4090", "4.65", "3.49", "2.79", "2.29"),
    },
    "Professional": {
        "DKK": ("4244", "4.04", "3.03", "2.42", "1.98"),
        "SEK": ("6240", "5.95", "4.46", "3.57", "2.93"),
    },
    "Premium": {
        "DKK": ("6895", "5.25", "3.94", "3.15", "2.58"),
        "SEK": ("10140", "7.75", "5.81", "4.65", "3.81"),
    },
}


def create_default_prices(plans: Iterable[Plan], *, valid_from: date, now: datetime) -> None:
    """Enter the samples for those of the plans that have some, from the first of a month on."""
    for plan in plans:
        for currency, (base, *prices) in SAMPLES.get(plan.name, {}).items():
            tiers = tuple(Tier(bound, Decimal(price)) for bound, price in zip(BOUNDS, prices, strict=True))
            write_price_list(plan, currency, valid_from, PriceTable(Decimal(base), tiers), actor=None, now=now)
