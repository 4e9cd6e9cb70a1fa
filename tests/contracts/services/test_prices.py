"""Price lists: versions by month, kept (domain: price per month)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Plan, PriceList
from contracts.pricing import Tier
from contracts.selectors.prices import PriceBook
from contracts.services.prices import enter_price_list, remove_price_list
from tests.cast import MONDAY, Cast
from tests.prices import APRIL, MARCH, SINCE, make_prices

TIERS = (Tier(350, Decimal("4.04")), Tier(None, Decimal("3.03")))


def enter(cast: Cast, **more: Any) -> PriceList:
    values: dict[str, Any] = {
        "plan": cast.plans["professional"],
        "currency": "DKK",
        "valid_from": APRIL,
        "base": Decimal("4244"),
        "tiers": TIERS,
        "actor": cast.manager,
        "now": MONDAY,
    }
    return enter_price_list(**values | more)


def refusal(cast: Cast, **more: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        enter(cast, **more)
    return error.value.message_dict


def test_the_samples_have_the_vendors_figures_for_professional(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    book = PriceBook()
    professional = book.on(nordsoft.plans["professional"].pk, "DKK", MARCH)
    assert professional
    assert professional.table.month(751).total == Decimal("6872.42")
    assert len(book.lists) == 8
    for plan in nordsoft.plans.values():
        for currency in ("DKK", "SEK"):
            assert book.on(plan.pk, currency, MARCH), (plan, currency)


def test_a_larger_plan_never_costs_less(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    book = PriceBook()
    for currency in ("DKK", "SEK"):
        for payslips in (0, 350, 750, 2000, 5000):
            totals = []
            for plan in Plan.objects.order_by("rank"):
                found = book.on(plan.pk, currency, MARCH)
                assert found
                totals.append(found.table.month(payslips).total)
            assert totals == sorted(totals)


def test_the_price_of_a_month_is_the_list_in_force_on_its_first(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    enter(nordsoft, base=Decimal(5000))
    book, plan = PriceBook(), nordsoft.plans["professional"].pk
    march, april = book.on(plan, "DKK", MARCH), book.on(plan, "DKK", APRIL)
    assert march
    assert april
    assert (march.table.base, april.table.base) == (4244, 5000)
    assert (march.valid_to, april.valid_to) == (date(2026, 3, 31), None)
    assert book.on(plan, "DKK", SINCE - timedelta(days=1)) is None
    assert book.on(plan, "EUR", MARCH) is None


def test_prices_in_force_are_never_changed(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    for month in (MARCH, date(2020, 1, 1), date(2019, 1, 1)):
        assert "valid_from" in refusal(nordsoft, valid_from=month)
    with pytest.raises(ValidationError) as error:
        remove_price_list(price_list=PriceList.objects.all()[0], actor=nordsoft.manager, now=MONDAY)
    assert error.value.code == "status"


def test_the_first_list_may_begin_in_the_past(nordsoft: Cast) -> None:
    assert enter(nordsoft, valid_from=date(2021, 1, 1)).table.month(351).total == Decimal("5661.03")


def test_a_list_to_come_is_removed_before_another_from_the_same_month(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    coming = enter(nordsoft)
    assert "valid_from" in refusal(nordsoft)
    remove_price_list(price_list=coming, actor=nordsoft.manager, now=MONDAY)
    assert enter(nordsoft).pk != coming.pk


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("currency", {"currency": "XXX"}),
        ("valid_from", {"valid_from": date(2026, 4, 2)}),
        ("valid_from", {"valid_from": date(1999, 1, 1)}),
        ("base", {"base": Decimal(-1)}),
        ("tiers", {"tiers": [Tier(350, Decimal(1))]}),
        ("tiers", {"tiers": [Tier(350, Decimal(1)), Tier(300, Decimal(1)), Tier(None, Decimal(1))]}),
        ("tiers", {"tiers": [Tier(None, Decimal(1)), Tier(300, Decimal(1))]}),
        ("tiers", {"tiers": [Tier(None, Decimal(-1))]}),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(nordsoft: Cast, field: str, more: dict[str, Any]) -> None:
    assert list(refusal(nordsoft, **more)) == [field]
    assert not PriceList.objects.exists()


def test_only_managers_enter_prices(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        enter(nordsoft, actor=nordsoft.agent)
    with pytest.raises(NotAllowedError):
        remove_price_list(price_list=enter(nordsoft), actor=nordsoft.agent, now=MONDAY)
