"""Customers at the desk."""

import re

import time_machine
from django.test import Client

from contracts.models import Customer
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, text_of
from tickets.services.assignment import assign

CUSTOMERS = f"{QUEUE}customers/"


@time_machine.travel(at(10), tick=False)
def test_the_list_with_plan_and_open_tickets(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    text = text_of(agent.get(CUSTOMERS).content)
    assert "Bergs Bygg AB Professional 1 Furuviks Bageri no contract 0" in text
    assert "Furuviks" not in text_of(agent.get(f"{CUSTOMERS}?q=karin").content)


def test_paging_by_name(agent: Client, nordsoft: Cast) -> None:
    Customer.objects.bulk_create(Customer(name=f"Company {n:03d}") for n in range(60))
    first = agent.get(CUSTOMERS).content.decode()
    onwards = re.search(r'rel="next" href="([^"]+)"', first)
    assert onwards is not None
    second = text_of(agent.get(CUSTOMERS + onwards[1].replace("&amp;", "&")).content)
    assert "Furuviks Bageri" in second
    assert "Company 000" not in second
    assert len(count_queries(agent, CUSTOMERS)) <= 12


@time_machine.travel(at(10), tick=False)
def test_one_customer(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    text = text_of(agent.get(f"{CUSTOMERS}{nordsoft.customer.pk}/").content)
    for part in (
        f"{ticket.number} Invoices cannot be printed",
        "3 h left",
        "Professional",
        "1 Jan 2020",
        "Karin Bergman",
    ):
        assert part in text, part
    assert "No contract: tickets are taken" in text_of(agent.get(f"{CUSTOMERS}{nordsoft.stranger.pk}/").content)


@time_machine.travel(at(10), tick=False)
def test_a_consultant_sees_customers_by_their_tickets(consultant: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    path = f"{CUSTOMERS}{nordsoft.customer.pk}/"
    assert consultant.get(path).status_code == 404
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.consultant, now=at(9, 30))
    assert consultant.get(path).status_code == 200
    text = text_of(consultant.get(CUSTOMERS).content)
    assert "Bergs Bygg AB" in text
    assert "Furuviks Bageri" not in text
