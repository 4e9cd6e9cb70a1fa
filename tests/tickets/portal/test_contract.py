"""What the customer has bought."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from contracts.models import Contract, ContractProduct
from sla.services.defaults import create_policy
from tests.cast import MONDAY, Cast

Budget = Callable[[int], AbstractContextManager[object]]
PAGE = "/nordsoft/portal/contract/"


@pytest.fixture(autouse=True)
def english(nordsoft: Cast) -> None:
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()


def test_plan_services_and_terms_are_the_contracts_own(nordsoft: Cast, karin: Client, budget: Budget) -> None:
    ContractProduct.objects.create(contract=nordsoft.contract, product=nordsoft.product)
    with budget(14):
        answer = karin.get(PAGE)
    card, page = answer.context["card"], answer.content.decode()
    included = {service.name: (service.is_included, service.detail) for service in card.services}
    assert included["Fast track in the telephone queue and on tickets"] == (True, "")
    assert included["Round-the-clock cover when nobody can work"] == (False, "")
    assert included["Legal and security assistance"] == (True, "2 hours a year")
    assert included["Discount on consultancy hours"] == (True, "15\u00a0%")
    assert [(term.severity, *term.promises.values()) for term in card.terms] == [
        ("critical", "15 minutes of opening time", "1 opening hour", "8 opening hours"),
        ("high", "2 opening hours", "4 opening hours", "3 working days"),
        ("normal", "4 opening hours", "8 opening hours", "10 working days"),
    ]
    assert "From 1 Jan 2020, until further notice" in page
    assert "Nord Ekonomi" in page
    assert "Karin Bergman" in page
    assert "Lars Holm" in page


def test_cover_is_said_in_the_terms(nordsoft: Cast, karin: Client) -> None:
    Contract.objects.update(covers_critical=True)
    assert karin.get(PAGE).context["card"].terms[0].promises["Work starts within"] == "15 minutes, round the clock"


def test_a_clock_that_nobody_has_gets_no_column(nordsoft: Cast, karin: Client) -> None:
    policy = create_policy(name="Start alone", calendar=nordsoft.calendar, now=MONDAY, metrics=["start"])
    Contract.objects.update(policy=policy)
    assert list(karin.get(PAGE).context["card"].terms[0].promises) == ["Work starts within"]


def test_without_contract_nothing_is_made_up(nordsoft: Cast, karin: Client) -> None:
    Contract.objects.all().delete()
    answer = karin.get(PAGE)
    assert answer.context["card"].terms == []
    assert "Your company has no contract with us." in answer.content.decode()
