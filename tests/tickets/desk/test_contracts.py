"""Contracts are listed, read with their timeline, activated, given notice of, ended and brought to a newer version."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from contracts.models import Contract, Customer
from contracts.selectors.plans import newest_version
from contracts.services.plans import PlanDraft, change_plan, kept_services
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, confirmed, count_queries, text_of
from tests.windows import signed_in

CONTRACTS = f"{QUEUE}contracts/"
TERMS = {"currency": "SEK", "notice_months": "3", "renewal_months": "12"}
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, who keeps contracts."""
    return signed_in(nordsoft.manager.user)


def page_of(contract: Contract) -> str:
    return f"{CONTRACTS}{contract.pk}/"


def another(cast: Cast, name: str, plan: str, **more: object) -> Contract:
    values = {"plan_version": newest_version(cast.plans[plan]), "starts_on": date(2025, 1, 1)} | more
    return Contract.objects.create(customer=Customer.objects.create(name=name), **values)


def listed(client: Client, query: str = "") -> list[str]:
    return [line[0].customer.name for line in client.get(f"{CONTRACTS}{query}").context["lines"]]


@time_machine.travel(NOON, tick=False)
def test_contracts_are_filtered_and_sorted(agent: Client, nordsoft: Cast) -> None:
    another(nordsoft, "Alfa", "basic", ends_on=date(2026, 4, 15), status="notice")
    another(nordsoft, "Beta", "premium", ends_on=date(2026, 12, 31), renews=True)
    another(nordsoft, "Gamma", "standard", status="draft", ends_on=date(2026, 3, 20))
    assert listed(agent) == ["Alfa", "Bergs Bygg AB", "Beta", "Gamma"]
    assert listed(agent, "?status=draft") == ["Gamma"]
    assert listed(agent, f"?plan={nordsoft.plans['premium'].pk}") == ["Beta"]
    assert listed(agent, "?within=60") == ["Alfa"]
    assert listed(agent, "?within=30") == []
    assert listed(agent, "?sort=ends") == ["Gamma", "Alfa", "Beta", "Bergs Bygg AB"]
    assert listed(agent, "?sort=plan") == ["Beta", "Bergs Bygg AB", "Gamma", "Alfa"]
    assert listed(agent, "?sort=starts") == ["Alfa", "Beta", "Gamma", "Bergs Bygg AB"]
    assert len(listed(agent, "?status=x&plan=x&within=x&sort=x&page=x")) == 4
    assert "No contract found" in text_of(agent.get(f"{CONTRACTS}?status=ended").content)


def test_the_list_goes_on_on_the_next_page(agent: Client, nordsoft: Cast) -> None:
    for number in range(50):
        another(nordsoft, f"Customer {number:02}", "basic")
    first = agent.get(f"{CONTRACTS}?sort=customer")
    assert len(first.context["lines"]) == 50
    assert "page=2" in first.content.decode()
    assert listed(agent, "?sort=customer&page=2") == ["Customer 49"]


@time_machine.travel(NOON, tick=False)
def test_a_contract_is_read_by_agents_and_changed_by_managers(agent: Client, manager: Client, nordsoft: Cast) -> None:
    Contract.objects.update(ends_on=date(2026, 12, 31), renews=True)
    text = text_of(agent.get(page_of(nordsoft.contract)).content)
    assert "Professional, version 1" in text
    assert "renews by itself for 12 months" in text
    assert "3 months: by 30 Sep 2026, else it renews" in text
    assert "everybody at the customer" in text
    assert "Legal and security assistance 2 hours a year" in text
    assert "Give notice" not in text
    assert "Give notice" in text_of(manager.get(page_of(nordsoft.contract)).content)
    assert 'value="2026-12-31"' in manager.get(page_of(nordsoft.contract)).content.decode()


@time_machine.travel(at(11), tick=False)
def test_a_draft_is_saved_and_activated(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)
    data = TERMS | {"plan": nordsoft.plans["premium"].pk, "starts_on": "2026-01-01", "draft": "1"}
    answer = manager.post(f"{QUEUE}customers/{nordsoft.stranger.pk}/contracts/new/", data)
    contract = Contract.objects.get(customer=nordsoft.stranger)
    assert (answer["Location"], contract.status) == (page_of(contract), "draft")
    confirmed(manager, f"{page_of(contract)}activation/")
    contract.refresh_from_db()
    ticket.refresh_from_db()
    assert (contract.status, ticket.contract) == ("active", contract)
    text = text_of(manager.get(page_of(contract)).content)
    assert "The contract was activated. 11:00, Henrik Lund Status: Draft → Active" in text


@time_machine.travel(NOON, tick=False)
def test_notice_is_given_moved_and_withdrawn(manager: Client, nordsoft: Cast) -> None:
    path = page_of(nordsoft.contract)
    manager.post(f"{path}notice/", {"ends_on": "2026-06-02"})
    text = text_of(manager.get(path).content)
    assert "Notice is given." in text
    assert "Withdraw the notice" in text
    refused = manager.post(f"{path}notice/", {"ends_on": "2026-07-01"})
    assert refused.status_code == 422
    assert 'id="notice-ends_on-error"' in refused.content.decode()
    manager.post(f"{path}withdrawal/")
    contract = Contract.objects.get()
    assert (contract.status, contract.ends_on) == ("active", None)


@time_machine.travel(NOON, tick=False)
def test_a_contract_is_ended_at_once(manager: Client, nordsoft: Cast) -> None:
    path = page_of(nordsoft.contract)
    refused = manager.post(f"{path}end/", {"ends_on": "2026-03-03"})
    assert refused.status_code == 422
    assert 'id="end-ends_on-error"' in refused.content.decode()
    manager.post(f"{path}end/", {"ends_on": "2026-03-02"})
    assert Contract.objects.get().status == "ended"
    answer = manager.post(f"{path}activation/", follow=True)
    assert "The contract is Ended by now. Look again." in text_of(answer.content)


@time_machine.travel(at(11), tick=False)
def test_a_contract_is_brought_to_the_newest_version_after_a_look(manager: Client, nordsoft: Cast) -> None:
    ticket, plan = make_ticket(nordsoft), nordsoft.plans["professional"]
    kept = [one for one in kept_services(newest_version(plan)) if one.code not in ("support", "fast_track")]
    change_plan(plan=plan, actor=nordsoft.manager, draft=PlanDraft(plan.name, kept), now=MONDAY)
    path = page_of(nordsoft.contract)
    assert "The contract is under version 1; the newest is 2." in text_of(manager.get(path).content)
    confirmed(manager, f"{path}version/")
    ticket.refresh_from_db()
    assert (ticket.is_fast_track, ticket.next_due_at) == (False, None)
    text = text_of(manager.get(path).content)
    assert "The contract was brought to the newest version of its plan." in text
    assert "Version of the plan: 1 → 2" in text
    assert "A newer version of the plan" not in text


def test_few_questions_to_the_database(manager: Client, nordsoft: Cast) -> None:
    for number in range(20):
        another(nordsoft, f"Customer {number:02}", "basic")
    assert len(count_queries(manager, CONTRACTS)) <= 8
    assert len(count_queries(manager, page_of(nordsoft.contract))) <= 13
