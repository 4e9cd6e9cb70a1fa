"""Mail to a contact comes back: the desk sees it where it looks the contact up."""

from datetime import timedelta

import pytest
from django.test import Client

from contracts.models import Contact
from contracts.services.bounced import mark_bounced
from contracts.services.register import ContactCard, update_contact
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def karin(nordsoft: Cast) -> Contact:
    assert mark_bounced(address="KARIN@nordsoft.example", reason="550 No\nsuch <user>", now=MONDAY) == 1
    nordsoft.karin.refresh_from_db()
    return nordsoft.karin


def test_it_is_said_on_the_ticket_the_customer_and_the_contact(agent: Client, nordsoft: Cast, karin: Contact) -> None:
    ticket = make_ticket(nordsoft)
    for page in (f"tickets/{ticket.number}/", f"customers/{nordsoft.customer.pk}/", f"contacts/{karin.pk}/"):
        text = agent.get(f"/nordsoft/desk/{page}").content.decode()
        assert "Mail to this address comes back since 2 Mar 2026: 550 No such &lt;user&gt;" in text, page


def test_somebody_at_the_desk_takes_it_back(agent: Client, karin: Contact) -> None:
    assert agent.post(f"/nordsoft/desk/contacts/{karin.pk}/address/").status_code == 302
    karin.refresh_from_db()
    assert (karin.bounced_at, karin.bounce_reason) == (None, "")
    assert "comes back" not in agent.get(f"/nordsoft/desk/contacts/{karin.pk}/").content.decode()


def test_another_address_takes_it_back(nordsoft: Cast, karin: Contact) -> None:
    same = ContactCard(name="Karin B.", email="Karin@nordsoft.example")
    assert update_contact(contact=karin, actor=nordsoft.agent, card=same, now=LATER).bounced_at == MONDAY
    other = ContactCard(name="Karin B.", email="karin.b@nordsoft.example")
    assert update_contact(contact=karin, actor=nordsoft.agent, card=other, now=LATER).bounced_at is None
    karin.refresh_from_db()
    assert karin.bounced_at is None
