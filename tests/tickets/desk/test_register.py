"""Customers, contacts, contracts, products and teams are entered on screen."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from contracts.models import Contact, Contract, Customer, Product
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, confirmed, count_queries, text_of
from tests.windows import signed_in
from tickets.models import Team, Ticket

CUSTOMERS = f"{QUEUE}customers/"
PRODUCTS = f"{QUEUE}products/"
TEAMS = f"{QUEUE}teams/"
# What a contract's form sends besides.
TERMS = {"currency": "SEK", "notice_months": "3", "renewal_months": "12"}


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, who keeps contracts."""
    return signed_in(nordsoft.manager.user)


def page_of(customer: Customer) -> str:
    return f"{CUSTOMERS}{customer.pk}/"


def test_a_customer_is_entered_and_renamed(agent: Client, nordsoft: Cast) -> None:
    assert f"{CUSTOMERS}new/" in agent.get(CUSTOMERS).content.decode()
    answer = agent.post(f"{CUSTOMERS}new/", {"name": "Kranfirman"})
    customer = Customer.objects.get(name="Kranfirman")
    assert answer["Location"] == page_of(customer)
    page = agent.get(page_of(customer)).content.decode()
    assert f"{page_of(customer)}contacts/new/" in page
    assert f"{page_of(customer)}contracts/new/" not in page
    agent.post(f"{page_of(customer)}edit/", {"name": "Kranfirman AB"})
    assert Customer.objects.get(pk=customer.pk).name == "Kranfirman AB"


def test_a_name_that_is_taken_is_said_and_kept(agent: Client, nordsoft: Cast) -> None:
    answer = agent.post(f"{page_of(nordsoft.customer)}edit/", {"name": "furuviks bageri"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="furuviks bageri"' in page
    assert "There is a customer with this name already." in page
    assert "<h1>Bergs Bygg AB</h1>" in page


def test_a_contact_is_entered_and_changed(agent: Client, nordsoft: Cast) -> None:
    data = {"name": "Nina Ek", "email": "nina@bageri.example", "title": "CFO", "is_company_wide": "on"}
    answer = agent.post(f"{page_of(nordsoft.stranger)}contacts/new/", data)
    assert answer["Location"] == page_of(nordsoft.stranger)
    contact = Contact.objects.get(name="Nina Ek")
    assert (contact.customer, contact.title, contact.is_company_wide) == (nordsoft.stranger, "CFO", True)
    path = f"{QUEUE}contacts/{contact.pk}/"
    assert path in agent.get(page_of(nordsoft.stranger)).content.decode()
    assert 'value="nina@bageri.example"' in agent.get(path).content.decode()
    agent.post(path, {"name": "Nina Ek", "language": "da"})
    contact.refresh_from_db()
    assert (contact.email, contact.language, contact.is_company_wide) == ("", "da", False)
    refused = agent.post(path, {"name": "Nina", "email": "nobody"})
    assert refused.status_code == 422
    assert 'value="nobody"' in refused.content.decode()


@time_machine.travel(at(11), tick=False)
def test_a_contract_entered_counts_open_tickets_again(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)
    data = TERMS | {"plan": nordsoft.plans["premium"].pk, "starts_on": "2026-01-01", "products": [nordsoft.product.pk]}
    answer = confirmed(manager, f"{page_of(nordsoft.stranger)}contracts/new/", data)
    contract = Contract.objects.get(customer=nordsoft.stranger)
    assert answer["Location"] == f"{QUEUE}contracts/{contract.pk}/"
    assert contract.contract_products.get().product == nordsoft.product
    assert Ticket.objects.get(pk=ticket.pk).next_due_at == at(14)
    text = text_of(manager.get(answer["Location"]).content)
    assert "The contract is saved. 1 open ticket is counted again." in text
    assert "Premium" in text


@time_machine.travel(at(11), tick=False)
def test_a_contract_is_changed_and_ended(manager: Client, nordsoft: Cast) -> None:
    path = f"{QUEUE}contracts/{nordsoft.contract.pk}/"
    assert path in manager.get(page_of(nordsoft.customer)).content.decode()
    assert 'value="2020-01-01"' in manager.get(f"{path}edit/").content.decode()
    data = TERMS | {"plan": nordsoft.plans["standard"].pk, "starts_on": "2020-01-01", "covers_critical": "on"}
    manager.post(f"{path}edit/", data)
    contract = Contract.objects.get(pk=nordsoft.contract.pk)
    assert (contract.plan, contract.policy, contract.covers_critical) == (nordsoft.plans["standard"], None, True)
    refused = manager.post(f"{path}notice/", {"ends_on": "2019-12-31"})
    assert refused.status_code == 422
    assert 'value="2019-12-31"' in refused.content.decode()
    manager.post(f"{path}notice/", {"ends_on": "2026-03-01"})
    contract.refresh_from_db()
    assert (contract.ends_on, contract.status) == (date(2026, 3, 1), "notice")
    assert "Ended 1 Jan 2020 1 Mar 2026" in text_of(manager.get(page_of(nordsoft.customer)).content)


def test_the_monthly_report_is_agreed_on_and_its_trail_kept(manager: Client, nordsoft: Cast) -> None:
    path = f"{QUEUE}contracts/{nordsoft.contract.pk}/"
    data = TERMS | {"plan": nordsoft.plans["professional"].pk, "policy": nordsoft.policy.pk, "starts_on": "2020-01-01"}
    manager.post(f"{path}edit/", data | {"mails_report": "on"})
    assert Contract.objects.get(pk=nordsoft.contract.pk).mails_report
    said = text_of(manager.get(path).content)
    assert "by mail to company-wide contacts" in said
    assert "Monthly report by mail: no → yes" in said
    manager.post(f"{path}edit/", data)
    assert not Contract.objects.get(pk=nordsoft.contract.pk).mails_report


def test_an_overlap_is_refused_at_the_field_and_nothing_is_lost(manager: Client, nordsoft: Cast) -> None:
    data = TERMS | {"plan": nordsoft.plans["basic"].pk, "starts_on": "2026-05-01", "products": [nordsoft.product.pk]}
    answer = manager.post(f"{page_of(nordsoft.customer)}contracts/new/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_starts_on-error"' in page
    assert 'value="2026-05-01"' in page
    assert Contract.objects.filter(customer=nordsoft.customer).count() == 1


def test_products_are_added_and_renamed(manager: Client, nordsoft: Cast) -> None:
    assert PRODUCTS in manager.get("/nordsoft/desk/settings/").content.decode()
    assert manager.post(PRODUCTS, {"name": "Nord Lön"})["Location"] == PRODUCTS
    path = f"{PRODUCTS}{nordsoft.product.pk}/"
    refused = manager.post(path, {"name": "nord lön"})
    assert refused.status_code == 422
    assert 'value="nord lön"' in refused.content.decode()
    manager.post(path, {"name": "Nord Bokföring"})
    assert [product.name for product in Product.objects.all()] == ["Nord Bokföring", "Nord Lön"]


def test_a_team_is_made_and_filled(manager: Client, nordsoft: Cast) -> None:
    answer = manager.post(TEAMS, {"name": "Payroll"})
    team = Team.objects.get(name="Payroll")
    assert answer["Location"] == f"{TEAMS}{team.pk}/"
    people = [nordsoft.agent.pk, nordsoft.consultant.pk]
    manager.post(answer["Location"], {"name": "Payroll", "rule": "by_hand", "members": people})
    assert "Payroll Maja Sandell, Sigrid Åhman" in text_of(manager.get(TEAMS).content)
    assert nordsoft.karin.membership
    refused = manager.post(
        answer["Location"], {"name": "Pay", "rule": "by_hand", "members": [nordsoft.karin.membership.pk]}
    )
    assert refused.status_code == 422
    assert "Business systems Maja Sandell Payroll" in text_of(manager.get(TEAMS).content)


def test_few_questions_to_the_database(manager: Client, nordsoft: Cast) -> None:
    Product.objects.bulk_create(Product(name=f"Product {n}") for n in range(20))
    Team.objects.bulk_create(Team(name=f"Team {n}") for n in range(20))
    customer = page_of(nordsoft.customer)
    for path in (
        f"{CUSTOMERS}new/",
        f"{customer}edit/",
        f"{customer}contacts/new/",
        f"{customer}contracts/new/",
        f"{QUEUE}contacts/{nordsoft.lars.pk}/",
        f"{QUEUE}contracts/{nordsoft.contract.pk}/edit/",
        PRODUCTS,
        TEAMS,
        f"{TEAMS}{nordsoft.team.pk}/",
    ):
        assert len(count_queries(manager, path)) <= 14, path
