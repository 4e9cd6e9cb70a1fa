"""What a month costs: a base price and graduated tiers per payslip (domain: Contracts and plans). Pure, decimals alone.

Every line is rounded half up to hundredths (öre, øre), and the total is the sum of the rounded lines: what is shown
adds up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

HUNDREDTH = Decimal("0.01")


class PriceError(ValueError):
    """Why tiers, prices or a quantity cannot be used: `reason` is a word for programs, `tier` counts from 0."""

    def __init__(self, reason: str, tier: int | None = None) -> None:
        super().__init__(reason if tier is None else f"{reason}: tier {tier + 1}")
        self.reason, self.tier = reason, tier


class Tier(NamedTuple):
    """Payslips from the end of the tier before up to and with `up_to` (None: all further) cost `unit_price` each."""

    up_to: int | None
    unit_price: Decimal


class PriceLine(NamedTuple):
    """One step of the arithmetic: `quantity` × `unit_price` = `amount`.

    The base price has `first` 0; a tier's line begins with payslip `first` and ends with payslip `last`.
    """

    first: int
    last: int
    quantity: int
    unit_price: Decimal
    amount: Decimal

    @property
    def is_base(self) -> bool:
        """Say whether it is the base price."""
        return self.first == 0


class MonthPrice(NamedTuple):
    """A month's price with its arithmetic."""

    lines: tuple[PriceLine, ...]

    @property
    def total(self) -> Decimal:
        """Give the sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class PriceTable:
    """A base price and its tiers. No tiers: the base price is all. PriceError for what cannot be used.

    A tier names its upper bound alone and begins where the one before ends, so that none can be left out between two.
    `not_increasing`: a bound that is not above the one before (tiers would overlap). `unbounded`: a tier after one
    without bound. `gap`: the last one has a bound, and no price stands beyond it. `negative`, `not_finite`: a price.
    """

    base: Decimal
    tiers: tuple[Tier, ...] = ()

    def __post_init__(self) -> None:
        _check_price(self.base)
        below = 0
        for number, tier in enumerate(self.tiers):
            _check_price(tier.unit_price, number)
            is_last = number == len(self.tiers) - 1
            if tier.up_to is None and not is_last:
                raise PriceError("unbounded", number)
            if tier.up_to is not None:
                if tier.up_to <= below:
                    raise PriceError("not_increasing", number)
                if is_last:
                    raise PriceError("gap", number)
                below = tier.up_to

    def month(self, payslips: int) -> MonthPrice:
        """Give the price of a month by the payslips of the month before; PriceError (`quantity`) below 0."""
        if payslips < 0:
            raise PriceError("quantity")
        return MonthPrice((PriceLine(0, 0, 1, self.base, rounded(self.base)), *self._tier_lines(payslips)))

    def _tier_lines(self, payslips: int) -> Iterator[PriceLine]:
        below = 0
        for up_to, unit_price in self.tiers:
            last = payslips if up_to is None else min(payslips, up_to)
            if last <= below:
                return
            quantity = last - below
            yield PriceLine(below + 1, last, quantity, unit_price, rounded(quantity * unit_price))
            below = last


def rounded(amount: Decimal) -> Decimal:
    """Round half up to hundredths."""
    return amount.quantize(HUNDREDTH, ROUND_HALF_UP)


def plain(price: Decimal) -> Decimal:
    """Drop the zeros beyond hundredths: 4.0400 is 4.04."""
    return rounded(price) if rounded(price) == price else price.normalize()


def discounted(price: Decimal, discount: Decimal) -> Decimal:
    """Take a discount in per cent off a price, rounded half up to hundredths."""
    return rounded(price * (100 - discount) / 100)


def time_price(minutes: int, hour_price: Decimal) -> Decimal:
    """Give what minutes of work cost at a price an hour, rounded half up to hundredths."""
    return rounded(minutes * hour_price / 60)


def _check_price(price: Decimal, tier: int | None = None) -> None:
    if not price.is_finite():
        raise PriceError("not_finite", tier)
    if price < 0:
        raise PriceError("negative", tier)
