"""Amounts and prices in figures, in the active language."""

from decimal import Decimal

from accounts import formats
from contracts.pricing import PriceTable


def amount_text(amount: Decimal) -> str:
    """Write an amount with its hundredths."""
    return formats.decimal(amount, 2)


def totals_text(totals: dict[str, Decimal]) -> list[str]:
    """Write a sum for each currency."""
    return [f"{amount_text(amount)}{formats.NBSP}{currency}" for currency, amount in totals.items()]


def price_text(price: Decimal) -> str:
    """Write a price with its hundredths, and what is finer where it has any."""
    exponent = price.normalize().as_tuple().exponent
    return formats.decimal(price, max(2, -exponent if isinstance(exponent, int) else 2))


def count_text(number: int) -> str:
    """Write a whole number."""
    return formats.decimal(number, 0)


def range_text(first: int, last: int) -> str:
    """Write which payslips: 1–350; one alone is 751."""
    return count_text(first) if first == last else f"{count_text(first)}–{count_text(last)}"


def tier_words(table: PriceTable) -> list[tuple[str, str]]:
    """Give which payslips a tier is for, and what each costs: 351–750 and 3.03, 751– and 2.42."""
    words, below = [], 0
    for tier in table.tiers:
        last = "" if tier.up_to is None else count_text(tier.up_to)
        words.append((f"{count_text(below + 1)}–{last}", price_text(tier.unit_price)))
        below = tier.up_to or below
    return words
