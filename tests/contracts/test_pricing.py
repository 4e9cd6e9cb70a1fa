"""The arithmetic of prices, to the øre (domain: Contracts and plans, price per month)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.pricing import PriceError, PriceLine, PriceTable, Tier, rounded, time_price

D = Decimal
# Professional: the base and the first two tiers are the model vendor's, what comes after is sample data.
PROFESSIONAL = PriceTable(
    D("4244"), (Tier(350, D("4.04")), Tier(750, D("3.03")), Tier(2000, D("2.42")), Tier(None, D("1.98")))
)


@pytest.mark.parametrize(
    ("payslips", "total"),
    [
        (0, "4244.00"),
        (1, "4248.04"),
        (350, "5658.00"),
        (351, "5661.03"),
        (750, "6870.00"),
        (751, "6872.42"),
        (2000, "9895.00"),
        (2001, "9896.98"),
    ],
)
def test_the_edges_of_tiers_to_the_ore(payslips: int, total: str) -> None:
    assert str(PROFESSIONAL.month(payslips).total) == total


def test_the_arithmetic_is_told_line_by_line() -> None:
    assert PROFESSIONAL.month(751).lines == (
        PriceLine(0, 0, 1, D("4244"), D("4244.00")),
        PriceLine(1, 350, 350, D("4.04"), D("1414.00")),
        PriceLine(351, 750, 400, D("3.03"), D("1212.00")),
        PriceLine(751, 751, 1, D("2.42"), D("2.42")),
    )
    (base,) = PROFESSIONAL.month(0).lines
    assert base.is_base


def test_each_line_is_rounded_half_up_and_the_total_is_their_sum() -> None:
    table = PriceTable(D("0.005"), (Tier(1, D("0.005")), Tier(None, D("0.0149"))))
    month = table.month(2)
    assert [str(line.amount) for line in month.lines] == ["0.01", "0.01", "0.01"]
    assert month.total == D("0.03")
    assert rounded(D("2.675")) == D("2.68")


def test_without_tiers_the_base_price_is_all() -> None:
    assert PriceTable(D(100)).month(10_000).total == 100


@pytest.mark.parametrize(
    ("tiers", "reason", "number"),
    [
        ([(350, "4.04"), (750, "3.03")], "gap", 1),
        ([(350, "4.04"), (350, "3.03"), (None, "1")], "not_increasing", 1),
        ([(350, "4.04"), (200, "3.03"), (None, "1")], "not_increasing", 1),
        ([(0, "4.04"), (None, "1")], "not_increasing", 0),
        ([(None, "4.04"), (750, "3.03")], "unbounded", 0),
        ([(None, "4.04"), (None, "3.03")], "unbounded", 0),
        ([(None, "-0.01")], "negative", 0),
        ([(None, "NaN")], "not_finite", 0),
    ],
)
def test_bad_tiers_are_refused(tiers: list[tuple[int | None, str]], reason: str, number: int) -> None:
    with pytest.raises(PriceError) as error:
        PriceTable(D(1), tuple(Tier(up_to, D(price)) for up_to, price in tiers))
    assert (error.value.reason, error.value.tier) == (reason, number)


@pytest.mark.parametrize("base", ["-1", "Infinity"])
def test_a_bad_base_price_is_refused(base: str) -> None:
    with pytest.raises(PriceError):
        PriceTable(D(base))


def test_fewer_than_no_payslips_are_refused() -> None:
    with pytest.raises(PriceError, match="quantity"):
        PROFESSIONAL.month(-1)


@pytest.mark.parametrize(
    ("minutes", "price", "amount"), [(0, "1200", "0.00"), (1, "1000", "16.67"), (90, "1020.85", "1531.28")]
)
def test_time_is_charged_by_the_minute(minutes: int, price: str, amount: str) -> None:
    assert str(time_price(minutes, D(price))) == amount


prices = st.decimals(0, 10_000, places=2)


@st.composite
def tables(draw: st.DrawFn) -> PriceTable:
    bounds = sorted(draw(st.sets(st.integers(1, 400), max_size=5)))
    tiers = [Tier(bound, draw(prices)) for bound in bounds] + [Tier(None, draw(prices))]
    return PriceTable(draw(prices), tuple(tiers))


@given(tables(), st.integers(0, 500))
def test_it_equals_the_sum_of_the_payslips_one_by_one(table: PriceTable, payslips: int) -> None:
    each = (
        next(tier.unit_price for tier in table.tiers if tier.up_to is None or number <= tier.up_to)
        for number in range(1, payslips + 1)
    )
    assert table.month(payslips).total == table.base + sum(each)


@given(tables(), st.integers(0, 500))
def test_one_payslip_more_never_costs_less(table: PriceTable, payslips: int) -> None:
    assert 0 <= table.month(payslips).total <= table.month(payslips + 1).total


@given(tables(), st.integers(0, 500))
def test_the_lines_leave_no_payslip_out_and_count_none_twice(table: PriceTable, payslips: int) -> None:
    _base, *lines = table.month(payslips).lines
    counted = [number for line in lines for number in range(line.first, line.last + 1)]
    assert counted == list(range(1, payslips + 1))
    assert all(line.quantity == line.last - line.first + 1 > 0 for line in lines)


@given(tables(), st.integers(0, 250), st.integers(0, 250))
def test_the_price_is_additive_over_the_payslips(table: PriceTable, some: int, more: int) -> None:
    """Payslips that come later cost what the tiers say for their numbers, whatever was counted before."""
    cut = [Tier(tier.up_to - some, tier.unit_price) for tier in table.tiers if tier.up_to and tier.up_to > some]
    rest = PriceTable(D(0), (*cut, table.tiers[-1]))
    assert table.month(some + more).total == table.month(some).total + rest.month(more).total


@given(st.integers(0, 2000), st.decimals(0, 100, places=4))
def test_finer_unit_prices_are_off_by_less_than_half_a_hundredth_a_line(payslips: int, price: Decimal) -> None:
    total = PriceTable(D(0), (Tier(None, price),)).month(payslips).total
    assert abs(total - payslips * price) <= D("0.005")
