"""A customer's contact is invited to the portal from the desk."""

import re

import pytest
from django.test import Client

from accounts.models import Invitation, Role
from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.cast import PASSWORD, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, text_of

EMAIL = "eva@bergs.example"


@pytest.fixture
def eva(nordsoft: Cast) -> Contact:
    return Contact.objects.create(customer=nordsoft.customer, name="Eva Ek", email=EMAIL)


def invite(agent: Client, contact: Contact) -> str:
    """Press the button; give what the page says afterwards."""
    response = agent.post(f"{QUEUE}contacts/{contact.pk}/invitation/", follow=True)
    assert response.redirect_chain == [(f"{QUEUE}customers/{contact.customer_id}/", 302)]
    return text_of(response.content)


def link() -> str:
    found = re.search(r"http://testserver(\S+)", OutboxMessage.objects.filter(recipient=EMAIL).latest("pk").text)
    assert found
    return found[1]


def test_who_accepts_is_the_contact_and_sees_their_tickets(agent: Client, nordsoft: Cast, eva: Contact) -> None:
    theirs = make_ticket(nordsoft, actor=nordsoft.agent, contact=eva, subject="The scanner is silent")
    karins = make_ticket(nordsoft)
    before = text_of(agent.get(f"{QUEUE}customers/{eva.customer_id}/").content)
    assert "Invite to the portal Eva Ek" in before
    assert "Invite to the portal Karin Bergman" not in before
    after = invite(agent, eva)
    assert f"The invitation to {EMAIL} is on its way." in after
    assert "Invited Send again Eva Ek" in after

    person = Client()
    assert person.post(link(), {"name": "Eva Ek", "password": PASSWORD}).status_code == 302
    eva.refresh_from_db()
    assert eva.membership is not None
    assert eva.membership.role == Role.CUSTOMER
    mine = person.get("/nordsoft/portal/tickets/")
    assert mine.status_code == 200
    assert theirs.subject in text_of(mine.content)
    assert person.get(f"/nordsoft/portal/tickets/{karins.number}/").status_code == 404
    assert "Invite to the portal" not in text_of(agent.get(f"{QUEUE}customers/{eva.customer_id}/").content)


def test_a_second_press_sends_the_same_invitation_with_a_new_link(agent: Client, eva: Contact) -> None:
    invite(agent, eva)
    first = link()
    invite(agent, eva)
    assert Invitation.objects.filter(contact_id=eva.pk).count() == 1
    assert link() != first
    assert Client().get(first).status_code == 410
    assert Client().get(link()).status_code == 200


def test_who_signs_in_already_is_not_invited(agent: Client, nordsoft: Cast) -> None:
    assert f"{nordsoft.karin.email} is a member already." in invite(agent, nordsoft.karin)
    assert not Invitation.objects.exists()


def test_without_an_address_there_is_nothing_to_press(agent: Client, nordsoft: Cast) -> None:
    silent = Contact.objects.create(customer=nordsoft.customer, name="No Address")
    assert agent.post(f"{QUEUE}contacts/{silent.pk}/invitation/").status_code == 404
    assert "No Address" in text_of(page := agent.get(f"{QUEUE}customers/{silent.customer_id}/").content)
    assert f"contacts/{silent.pk}/invitation/".encode() not in page


def test_a_consultant_reads_but_does_not_invite(consultant: Client, nordsoft: Cast, eva: Contact) -> None:
    ticket = make_ticket(nordsoft)
    type(ticket).objects.filter(pk=ticket.pk).update(assignee=nordsoft.consultant)
    assert "Invite to the portal" not in text_of(consultant.get(f"{QUEUE}customers/{eva.customer_id}/").content)
    assert consultant.post(f"{QUEUE}contacts/{eva.pk}/invitation/").status_code == 404
