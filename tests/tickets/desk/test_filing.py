"""A ticket taken by telephone or mail."""

import time_machine
from django.test import Client

from tests.cast import Cast
from tests.tickets.desk.pages import QUEUE, at, text_of
from tickets.models import Ticket

NEW = f"{QUEUE}tickets/new/"


def test_it_begins_with_the_customer(agent: Client, nordsoft: Cast) -> None:
    assert f"{NEW}?customer={nordsoft.customer.pk}" in agent.get(f"{NEW}?q=bergs").content.decode()


@time_machine.travel(at(10), tick=False)
def test_it_is_filed_for_the_customer(agent: Client, nordsoft: Cast) -> None:
    data = {
        "contact": nordsoft.karin.pk,
        "channel": "phone",
        "severity": "high",
        "subject": "Cannot sign in",
        "text": "Since this morning.",
    }
    response = agent.post(f"{NEW}?customer={nordsoft.customer.pk}", data)
    ticket = Ticket.objects.get()
    assert response["Location"] == f"{QUEUE}tickets/{ticket.number}/"
    assert (ticket.customer, ticket.contact, ticket.channel) == (nordsoft.customer, nordsoft.karin, "phone")
    assert ticket.next_due_at == at(12)
    assert ticket.events.get().actor == nordsoft.agent


def test_what_is_missing_is_named_and_the_rest_is_kept(agent: Client, nordsoft: Cast) -> None:
    data = {"channel": "phone", "severity": "high", "subject": "", "text": "Since this morning."}
    response = agent.post(f"{NEW}?customer={nordsoft.customer.pk}", data)
    assert response.status_code == 422
    assert "Since this morning." in text_of(response.content)
    assert not Ticket.objects.exists()


def test_somebody_elses_contact_is_refused(agent: Client, nordsoft: Cast) -> None:
    data = {"channel": "phone", "severity": "high", "subject": "A", "text": "B", "contact": nordsoft.karin.pk}
    assert agent.post(f"{NEW}?customer={nordsoft.stranger.pk}", data).status_code == 422


def test_a_consultant_files_for_their_customers_alone(consultant: Client, nordsoft: Cast) -> None:
    assert consultant.get(f"{NEW}?customer={nordsoft.customer.pk}").status_code == 404
