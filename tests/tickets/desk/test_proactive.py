"""Proactive cases on the desk's pages."""

import pytest
import time_machine
from django.test import Client

from sla.terms import Target
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, page_of, text_of
from tests.tickets.services.test_payroll import OPENS, carried_out
from tests.windows import signed_in
from tickets.models import Ticket
from tickets.services.contact_targets import contact_targets
from tickets.services.payroll import list_month
from tickets.services.proactive import log_contact, open_case

BUDGET = 14


@pytest.fixture
def case(nordsoft: Cast) -> Ticket:
    return open_case(customer=nordsoft.customer, kind=Ticket.Kind.MONEY_TRANSFER, detected_at=MONDAY, now=MONDAY)


@pytest.fixture
def agent(nordsoft: Cast, client: Client) -> Client:
    nordsoft.agent.user.language = "en"
    nordsoft.agent.user.save()
    client.force_login(nordsoft.agent.user)
    return client


def test_the_ticket_page_has_the_contact_clock_and_why(agent: Client, case: Ticket) -> None:
    with time_machine.travel(at(10), tick=False):
        text = text_of(agent.get(page_of(case.number)).content)
    assert "Contact the customer by" in text
    assert "Counted from the detection" in text
    assert "1 h left" in text


def test_a_logged_call_is_in_the_trail_and_stops_the_clock(agent: Client, case: Ticket) -> None:
    with time_machine.travel(at(10), tick=False):
        answer = agent.post(f"{page_of(case.number)}contact/", {"text": "They send it again."}, follow=True)
    text = text_of(answer.content)
    assert "Maja Sandell contacted the customer by telephone" in text
    assert "They send it again." in text
    assert case.clocks.get().state == "met"
    assert agent.post(f"{page_of(case.number)}contact/", {"text": ""}).status_code == 302


def test_an_ordinary_ticket_has_no_call_to_log(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert b"/contact/" not in agent.get(page_of(ticket.number)).content
    assert agent.post(f"{page_of(ticket.number)}contact/", {"text": ""}).status_code == 422


def test_the_queue_names_the_kind_and_filters_by_it(agent: Client, case: Ticket, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    with time_machine.travel(at(10), tick=False):
        text = text_of(agent.get(f"{QUEUE}?kind=money_transfer").content)
    assert "Money transfer" in text
    assert "Invoices cannot be printed" not in text


def test_the_payroll_page_shows_who_would_be_listed_and_then_the_list(agent: Client, nordsoft: Cast) -> None:
    carried_out(nordsoft)
    address = f"{QUEUE}payroll/"
    with time_machine.travel(OPENS.replace(day=28), tick=False), Budget() as budget:
        before = text_of(agent.get(address).content)
    assert len(budget.asked) <= BUDGET
    assert "The list of October 2026 is made when its last working day opens, Friday 30 October" in before
    assert "r-1" in before
    list_month(now=OPENS)
    with time_machine.travel(OPENS, tick=False), Budget() as budget:
        after = text_of(agent.get(f"{address}?month=2026-10").content)
        coming = text_of(agent.get(address).content)
    assert "The list of October 2026, made" in after
    assert str(Ticket.objects.get().number) in after
    assert "The list of November 2026 is made" in coming


def test_managers_set_the_times(nordsoft: Cast) -> None:
    manager, page = signed_in(nordsoft.manager.user), f"{QUEUE}proactive/"
    with Budget(BUDGET):
        text = text_of(manager.get(page).content)
    assert "Money transfer" in text
    said = {f"{kind}{part}": value for kind in Ticket.PROACTIVE for part, value in (("", "3"), ("-unit", "hours"))}
    assert manager.post(page, said | {"assistance": "0"}).status_code == 422
    assert manager.post(page, said | {"assistance": "5", "assistance-unit": "days"}).status_code == 302
    kept = contact_targets()
    assert (kept["money_transfer"], kept["assistance"]) == (Target(seconds=10800), Target(days=5))


def test_the_customer_reads_when_they_hear_from_us_and_no_note(nordsoft: Cast, case: Ticket) -> None:
    assert nordsoft.karin.membership
    karin = signed_in(nordsoft.karin.membership.user)
    with time_machine.travel(at(10), tick=False):
        text = text_of(karin.get(f"/nordsoft/portal/tickets/{case.number}/").content)
        mine = text_of(karin.get("/nordsoft/portal/tickets/").content)
    assert "You hear from us by" in text
    assert "Internal note" not in text
    assert "You hear from us by" in mine
    log_contact(ticket=case, actor=nordsoft.agent, text="They send it again.", now=at(10, 5))
    text = text_of(karin.get(f"/nordsoft/portal/tickets/{case.number}/").content)
    assert "Maja Sandell contacted you by telephone." in text
    assert "They send it again." not in text
