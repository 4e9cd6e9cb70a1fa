"""Customers, contacts, contracts, and what the desk consists of."""

from typing import Any

import pytest

from contracts.models import ContractProduct
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.services.assignment import assign


def _names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


def test_who_sees_which_customers(
    nordsoft: Cast, lonhuset: Cast, agent: Caller, manager: Caller, consultant: Caller, lars: Caller
) -> None:
    everybody = ["Bergs Bygg AB", "Furuviks Bageri"]
    assert _names(agent.get("customers/")) == _names(manager.get("customers/")) == everybody
    assert _names(lars.get("customers/")) == ["Bergs Bygg AB"]
    assert _names(consultant.get("customers/")) == []
    strangers = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)
    assign(ticket=strangers, actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    assert _names(consultant.get("customers/")) == ["Furuviks Bageri"]
    for caller, hidden in ((lars, nordsoft.stranger), (consultant, nordsoft.customer), (agent, lonhuset.customer)):
        for what in ("", "contacts/"):
            assert_problem(caller.get(f"customers/{hidden.pk}/{what}"), 404, "not_found")
    assert lars.get(f"customers/{nordsoft.customer.pk}/").json()["name"] == "Bergs Bygg AB"


def test_who_sees_which_contacts(nordsoft: Cast, agent: Caller, karin: Caller, lars: Caller) -> None:
    path = f"customers/{nordsoft.customer.pk}/contacts/"
    assert _names(agent.get(path)) == _names(karin.get(path)) == ["Karin Bergman", "Lars Holm"]
    assert _names(lars.get(path)) == ["Lars Holm"]


def test_a_contract_says_what_was_bought(nordsoft: Cast, lonhuset: Cast, agent: Caller, lars: Caller) -> None:
    ContractProduct.objects.create(contract=nordsoft.contract, product=nordsoft.product)
    (shown,) = agent.get("contracts/").json()["results"]
    assert shown == lars.get(f"contracts/{nordsoft.contract.pk}/").json()
    assert (shown["plan"]["name"], shown["policy"]["name"]) == ("Professional", "Standard")
    assert (shown["starts_on"], shown["ends_on"], shown["has_fast_track"]) == ("2020-01-01", None, True)
    assert shown["products"] == [{"id": nordsoft.product.pk, "name": "Nord Ekonomi"}]
    assert_problem(agent.get(f"contracts/{lonhuset.contract.pk}/"), 404, "not_found")


def test_a_consultant_sees_the_contracts_of_their_customers(nordsoft: Cast, consultant: Caller) -> None:
    path = f"contracts/{nordsoft.contract.pk}/"
    assert_problem(consultant.get(path), 404, "not_found")
    assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    assert consultant.get(path).status_code == 200


def test_what_the_desk_consists_of(nordsoft: Cast, lonhuset: Cast, agent: Caller, karin: Caller) -> None:
    assert _names(agent.get("members/")) == [
        "Maja Sandell",
        "Oskar Nyström",
        "Sigrid Åhman",
        "Henrik Lund",
        "Astrid Vik",
    ]
    assert _names(agent.get("teams/")) == ["Business systems"]
    assert _names(agent.get("products/")) == _names(karin.get("products/")) == ["Nord Ekonomi"]
    for path in ("members/", "teams/"):
        assert_problem(karin.get(path), 404, "not_found")


def test_who_is_calling(nordsoft: Cast, agent: Caller) -> None:
    assert agent.get("me/").json() == {
        "id": nordsoft.agent.pk,
        "name": "Maja Sandell",
        "role": "agent",
        "email": "maja@nordsoft.example",
        "language": "sv",
        "tenant": "nordsoft",
        "zone": "Europe/Stockholm",
    }


@pytest.mark.parametrize("path", ["customers/", "contracts/", "products/", "teams/", "members/"])
def test_the_lists_are_on_budget(nordsoft: Cast, agent: Caller, path: str) -> None:
    assert agent.queries(path) <= 8
