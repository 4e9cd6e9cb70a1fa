"""Contracts are entered, changed and ended; one product has one contract a day."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Contract, Product
from contracts.selectors import contract_for
from contracts.services.agreed import Agreed
from contracts.services.agreements import create_contract, update_contract
from contracts.services.standing import give_notice
from tests.cast import MONDAY, Cast


def enter(cast: Cast, agreed: Agreed) -> Contract:
    return create_contract(customer=cast.stranger, actor=cast.manager, agreed=agreed, now=MONDAY)


@pytest.fixture
def agreed(nordsoft: Cast) -> Agreed:
    """Standard for the whole of 2026, all products."""
    return Agreed(plan=nordsoft.plans["standard"], starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))


def test_a_contract_is_entered_and_changed(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, replace(agreed, products=[nordsoft.product], personal_consultant=nordsoft.consultant))
    assert contract_for(nordsoft.stranger, nordsoft.product, date(2026, 12, 31)) == contract
    other = Product.objects.create(name="Nord Lön")
    assert contract_for(nordsoft.stranger, other, date(2026, 6, 1)) is None
    update_contract(contract=contract, actor=nordsoft.manager, agreed=replace(agreed, products=[other]), now=MONDAY)
    assert contract_for(nordsoft.stranger, other, date(2026, 6, 1)) == contract
    assert contract_for(nordsoft.stranger, nordsoft.product, date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "at"), [("", "", "starts_on"), ("A", "", "starts_on"), ("A", "AB", "products")]
)
def test_two_for_the_same_product_are_refused(nordsoft: Cast, agreed: Agreed, mine: str, theirs: str, at: str) -> None:
    products = {name: Product.objects.create(name=name) for name in "AB"}
    enter(nordsoft, replace(agreed, products=[products[name] for name in theirs]))
    again = replace(agreed, starts_on=date(2026, 12, 31), ends_on=None, products=[products[name] for name in mine])
    with pytest.raises(ValidationError) as refused:
        enter(nordsoft, again)
    assert set(refused.value.message_dict) == {at}
    assert "Standard" in str(refused.value)
    assert enter(nordsoft, replace(again, starts_on=date(2027, 1, 1))).pk


def test_other_products_stand_beside(nordsoft: Cast, agreed: Agreed) -> None:
    other = Product.objects.create(name="Nord Lön")
    first = enter(nordsoft, replace(agreed, products=[nordsoft.product]))
    assert enter(nordsoft, replace(agreed, products=[other])).pk
    assert update_contract(
        contract=first, actor=nordsoft.manager, agreed=replace(agreed, products=[nordsoft.product]), now=MONDAY
    )


def test_notice_is_given_for_a_day_in_the_period(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, agreed)
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(ValidationError) as refused:
            give_notice(contract=contract, actor=nordsoft.manager, ends_on=day, now=MONDAY)
        assert set(refused.value.message_dict) == {"ends_on"}
    ended = give_notice(contract=contract, actor=nordsoft.manager, ends_on=date(2026, 6, 30), now=MONDAY)
    assert ended.status == Contract.Status.NOTICE
    assert contract_for(nordsoft.stranger, None, date(2026, 6, 30)) == contract
    assert contract_for(nordsoft.stranger, None, date(2026, 7, 1)) is None
    kept = update_contract(contract=ended, actor=nordsoft.manager, agreed=replace(agreed, ends_on=None), now=MONDAY)
    assert kept.status == Contract.Status.ACTIVE


def test_what_makes_no_sense_is_named(nordsoft: Cast, agreed: Agreed) -> None:
    for wrong, at in (
        (replace(agreed, ends_on=date(2025, 1, 1)), "ends_on"),
        (replace(agreed, ends_on=date(9999, 12, 31)), "ends_on"),
        (replace(agreed, starts_on=date(1, 1, 1)), "starts_on"),
        (replace(agreed, personal_consultant=nordsoft.karin.membership), "personal_consultant"),
    ):
        with pytest.raises(ValidationError) as refused:
            enter(nordsoft, wrong)
        assert set(refused.value.message_dict) == {at}


def test_agents_enter_no_contracts(nordsoft: Cast, agreed: Agreed) -> None:
    with pytest.raises(NotAllowedError):
        create_contract(customer=nordsoft.stranger, actor=nordsoft.agent, agreed=agreed, now=MONDAY)
