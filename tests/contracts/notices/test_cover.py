"""Whom a notice concerns, asked three ways: from the customer, from the notice, and in a batch."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from contracts.models import Contact, Contract, ContractProduct, Notice, Product
from contracts.notices.cover import concerned, concerning, is_covered, with_cover
from contracts.notices.selectors import products_along
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import a_notice

ON = date(2026, 3, 2)


def agreed(cast: Cast, *covers: list[Product], **fields: Any) -> None:
    """Let the customer have these contracts instead of its own, each with its products."""
    Contract.objects.filter(pk=cast.contract.pk).update(status="ended", ends_on=date(2026, 1, 1))
    for products in covers:
        values: dict[str, Any] = {"starts_on": date(2026, 1, 1), "plan_version": cast.contract.plan_version, **fields}
        contract = Contract.objects.create(customer=cast.customer, **values)
        for product in products:
            ContractProduct.objects.create(contract=contract, product=product)


def concerns(cast: Cast, notice: Notice) -> bool:
    """Ask all three ways, which must agree."""
    one = concerning(Notice.objects.all(), cast.customer, ON).filter(pk=notice.pk).exists()
    two = concerned(Contact.objects.all(), notice, ON).filter(pk=cast.karin.pk).exists()
    read = Notice.objects.prefetch_related(products_along()).get(pk=notice.pk)
    three = is_covered(with_cover(Contact.objects.filter(pk=cast.karin.pk), ON).get(), read)
    assert one == two == three
    return one


@pytest.fixture
def products(nordsoft: Cast) -> list[Product]:
    return [nordsoft.product, Product.objects.create(name="Nord Lön"), Product.objects.create(name="Nord Tid")]


def test_every_mixture_of_products_and_contracts(nordsoft: Cast, products: list[Product]) -> None:
    mixtures = [list(some) for count in range(4) for some in combinations(products, count)]
    notices = [(some, a_notice(nordsoft, products=some)) for some in mixtures]
    for covered in mixtures:
        agreed(nordsoft, covered)
        for about, notice in notices:
            assert concerns(nordsoft, notice) is (not about or not covered or bool(set(about) & set(covered)))
        Contract.objects.exclude(pk=nordsoft.contract.pk).update(status="ended", ends_on=date(2026, 1, 1))


def test_two_contracts_cover_together(nordsoft: Cast, products: list[Product]) -> None:
    agreed(nordsoft, [products[0]], [products[1]])
    assert concerns(nordsoft, a_notice(nordsoft, products=[products[1]]))
    assert not concerns(nordsoft, a_notice(nordsoft, products=[products[2]]))


@pytest.mark.parametrize(
    ("fields", "is_in_force"),
    [
        ({"ends_on": ON}, True),
        ({"ends_on": date(2026, 3, 1)}, False),
        ({"starts_on": date(2026, 3, 3)}, False),
        ({"status": "notice", "ends_on": date(2027, 1, 1)}, True),
        ({"status": "draft"}, False),
    ],
)
def test_only_a_contract_in_force_covers(nordsoft: Cast, fields: dict[str, Any], is_in_force: bool) -> None:
    agreed(nordsoft, [nordsoft.product], **fields)
    assert concerns(nordsoft, a_notice(nordsoft, products=[nordsoft.product])) is is_in_force


def test_without_contract_what_is_about_all_products(nordsoft: Cast) -> None:
    agreed(nordsoft)
    assert concerns(nordsoft, a_notice(nordsoft))
    assert not concerns(nordsoft, a_notice(nordsoft, products=[nordsoft.product], now=MONDAY))
