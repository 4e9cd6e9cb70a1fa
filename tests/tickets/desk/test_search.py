"""The search page, and what is like a ticket."""

import re

import pytest
import time_machine
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, page_of, text_of
from tickets.models import Ticket
from tickets.services.resolution import resolve

SEARCH = f"{QUEUE}search/"
pytestmark = pytest.mark.usefixtures("nordsoft")


@time_machine.travel(at(10), tick=False)
def test_the_page_shows_what_was_found_and_keeps_what_was_asked(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high")
    page = agent.get(SEARCH, {"q": "invoice", "severity": "high", "status": "open"}).content
    assert f'href="{page_of(ticket.number)}"'.encode() in page
    assert b"<mark>" in page
    assert b'value="high" selected' in page
    assert b'value="open" selected' in page
    assert "1 ticket, the best first" in text_of(page)
    page = agent.get(SEARCH, {"q": "invoice", "severity": "critical"}).content
    assert "No ticket matches with these filters." in text_of(page)
    assert f'href="{SEARCH}?q=invoice"'.encode() in page or b'href="?q=invoice"' in page
    assert "Try fewer or other words" in text_of(agent.get(SEARCH, {"q": "qqqq"}).content)
    assert "Subjects, messages, notes and solutions" in text_of(agent.get(SEARCH).content)


def test_an_address_made_up_is_answered(agent: Client) -> None:
    for query in ({"page": "x"}, {"page": "999", "q": "a"}, {"product": "x"}, {"period": "1"}, {"customer": "9" * 30}):
        assert agent.get(SEARCH, query).status_code == 200


@time_machine.travel(at(10), tick=False)
def test_the_page_keeps_its_budget(agent: Client, nordsoft: Cast) -> None:
    for _ in range(3):
        make_ticket(nordsoft)
    assert len(count_queries(agent, f"{SEARCH}?q=invoice")) <= 10


@time_machine.travel(at(10), tick=False)
def test_solved_tickets_like_it_stand_beside_a_ticket(agent: Client, consultant: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    same = make_ticket(nordsoft, subject="No invoices today", product=nordsoft.product)
    other = make_ticket(nordsoft, subject="No invoices today")
    again = make_ticket(nordsoft, subject="No invoices today")
    for row, solution in ((other, "Restart."), (same, 'Choose "the <printer>" again.'), (again, "Restart.")):
        resolve(ticket=row, actor=nordsoft.agent, solution=solution, now=MONDAY)
    make_ticket(nordsoft, subject="Invoices are open still")
    address = f"{page_of(ticket.number)}similar/"
    assert address.encode() in agent.get(page_of(ticket.number)).content
    piece = agent.get(address, headers={"HX-Request": "true"}).content
    assert re.findall(rb"tickets/(\d+)/", piece) == [str(row.number).encode() for row in (same, again)], (
        "an answer once"
    )
    assert b"still" not in piece
    assert b'data-insert="Choose &quot;the &lt;printer&gt;&quot; again."' in piece
    assert b"<html" not in piece
    assert b"<html" in agent.get(address).content
    assert consultant.get(address).status_code == 404
    assert len(count_queries(agent, address)) <= 8
    Ticket.objects.filter(pk=ticket.pk).update(subject="In or at")
    assert "No solved ticket has these words" in text_of(agent.get(address).content)
