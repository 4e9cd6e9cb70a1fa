"""Enquiries without a contract become lead tickets: no clocks, last in the queue (domain: No contract)."""

from datetime import timedelta

import pytest

from contracts.models import Contact, Customer, PublicRequest
from contracts.services.requests import Asked, ask
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.selectors.queue import queue_page
from tickets.selectors.queue_filters import QueueFilter
from tickets.services.leads import confirm, convert_prospect

LATER = MONDAY + timedelta(hours=1)


def enquiry(
    email: str = "ida@nyab.example", company: str = "Ny AB", message: str = "What does it cost?"
) -> PublicRequest:
    asked = Asked(name="Ida Ny", email=email, company=company, message=message, telephone="070", language="da")
    return ask(kind=PublicRequest.Kind.ENQUIRY, asked=asked, now=MONDAY)


def lead(**more: str) -> Ticket:
    request = confirm(request=enquiry(**more), now=LATER)
    return Ticket.objects.get(number=request.ticket_number)


def test_nothing_is_filed_before_the_address_is_confirmed(nordsoft: Cast) -> None:
    enquiry()
    assert not Ticket.objects.exists()
    assert not Customer.objects.filter(is_prospect=True).exists()


def test_a_confirmed_enquiry_is_a_lead_of_a_prospect(nordsoft: Cast) -> None:
    ticket = lead()
    assert (ticket.kind, ticket.queue_section, ticket.clocks.count()) == ("lead", Ticket.Section.NO_CONTRACT, 0)
    assert (ticket.customer.name, ticket.customer.is_prospect) == ("Ny AB", True)
    assert ticket.contact is not None
    assert (ticket.contact.email, ticket.contact.language) == ("ida@nyab.example", "da")
    assert "What does it cost?" in ticket.messages.get().text
    receipt = OutboxMessage.objects.order_by("-pk")[0]
    assert (receipt.recipient, str(ticket.number) in receipt.subject) == ("ida@nyab.example", True)


def test_confirming_twice_files_once(nordsoft: Cast) -> None:
    request = enquiry()
    first = confirm(request=request, now=LATER)
    again = confirm(request=request, now=LATER)
    assert (again.ticket_number, Ticket.objects.count()) == (first.ticket_number, 1)
    assert first.state == PublicRequest.State.FILED


def test_a_lead_stands_last(nordsoft: Cast) -> None:
    first, last = lead(), make_ticket(nordsoft, now=LATER)
    rows = queue_page(QueueFilter(), member=nordsoft.agent, now=LATER, columns=()).rows
    assert [row.number for row in rows] == [last.number, first.number]


def test_the_view_of_leads_holds_leads_alone(nordsoft: Cast) -> None:
    first = lead()
    make_ticket(nordsoft)
    make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    rows = queue_page(QueueFilter("leads"), member=nordsoft.agent, now=LATER, columns=()).rows
    assert [row.number for row in rows] == [first.number]


def test_a_second_enquiry_of_the_same_person_joins_the_prospect(nordsoft: Cast) -> None:
    first, second = lead(), lead(message="And when?")
    assert (second.customer, second.contact) == (first.customer, first.contact)


def test_a_colleague_of_the_same_name_and_domain_joins_the_prospect(nordsoft: Cast) -> None:
    assert lead(email="ulf@nyab.example", company="ny ab").customer == lead().customer


@pytest.mark.parametrize(
    ("email", "company"), [("ulf@other.example", "Ny AB"), ("ulf@gmail.com", "Ny AB"), ("ulf@nyab.example", "Nyare AB")]
)
def test_a_name_alone_joins_nobody(nordsoft: Cast, email: str, company: str) -> None:
    assert lead(email=email, company=company).customer != lead().customer


def test_a_customers_name_gives_no_way_in(nordsoft: Cast) -> None:
    ticket = lead(company="Bergs Bygg AB")
    assert (ticket.customer != nordsoft.customer, ticket.customer.is_prospect) == (True, True)


def test_who_has_a_contract_asks_a_question_and_has_clocks(nordsoft: Cast) -> None:
    ticket = lead(email=nordsoft.karin.email, company="whatever")
    assert (ticket.kind, ticket.customer, ticket.contact) == ("question", nordsoft.customer, nordsoft.karin)
    assert ticket.clocks.filter(metric="start").exists()
    assert not Customer.objects.filter(is_prospect=True).exists()


def test_a_prospect_becomes_a_customer(nordsoft: Cast) -> None:
    customer = lead().customer
    convert_prospect(customer=customer, actor=nordsoft.agent)
    assert not Customer.objects.get(pk=customer.pk).is_prospect
    assert Contact.objects.filter(customer=customer).count() == 1
