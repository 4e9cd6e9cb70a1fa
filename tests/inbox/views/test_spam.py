"""The pages on which spam is put away, and on which the senders stand whose mail is left."""

import pytest
from django.test import Client

from inbox.models import UnwantedSender
from tests.budget import Budget
from tests.cast import Cast
from tests.inbox.post import STRANGER, letter, take
from tickets.models import Ticket

LIST = "/nordsoft/mail/unwanted/"


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    return signed_in(client, nordsoft.manager)


def signed_in(client: Client, member: object) -> Client:
    member.user.language = "en"  # type: ignore[attr-defined]
    member.user.save()  # type: ignore[attr-defined]
    client.force_login(member.user)  # type: ignore[attr-defined]
    return client


def strangers_ticket(cast: Cast) -> Ticket:
    ticket = take(cast, letter(sender=STRANGER)).ticket
    assert ticket is not None
    return ticket


def test_an_agent_puts_a_strangers_ticket_away_and_brings_it_back(client: Client, nordsoft: Cast) -> None:
    agent, ticket = signed_in(client, nordsoft.agent), strangers_ticket(nordsoft)
    page, spam = f"/nordsoft/desk/tickets/{ticket.number}/", f"/nordsoft/mail/spam/{ticket.number}/"
    assert f'href="{spam}"' in agent.get(page).content.decode()
    asked = agent.get(spam).content.decode()
    assert "Mail from ida@nyab.example is left" in asked
    assert "Everything from nyab.example is left" in asked
    assert agent.post(spam, {"leave": "@nyab.example"}).headers["Location"] == page
    shown = agent.get(page).content.decode()
    assert "put the ticket away as spam. Nobody was told." in shown
    assert UnwantedSender.objects.get().pattern == "@nyab.example"
    agent.post(f"{spam}not/")
    ticket.refresh_from_db()
    assert (ticket.status, UnwantedSender.objects.count()) == ("new", 0)


def test_what_is_not_offered_is_not_left(client: Client, nordsoft: Cast) -> None:
    agent, ticket = signed_in(client, nordsoft.agent), strangers_ticket(nordsoft)
    answer = agent.post(f"/nordsoft/mail/spam/{ticket.number}/", {"leave": "@bergs.example"})
    assert (answer.status_code, UnwantedSender.objects.count()) == (422, 0)
    ticket.refresh_from_db()
    assert ticket.status == "new"


def test_a_customers_ticket_offers_no_spam(client: Client, nordsoft: Cast) -> None:
    agent, ticket = signed_in(client, nordsoft.agent), take(nordsoft, letter()).ticket
    assert ticket is not None
    assert "/mail/spam/" not in agent.get(f"/nordsoft/desk/tickets/{ticket.number}/").content.decode()
    assert agent.post(f"/nordsoft/mail/spam/{ticket.number}/", {"leave": "nobody"}).status_code == 422


def test_managers_see_the_list_add_and_remove(manager: Client, nordsoft: Cast) -> None:
    assert "Nobody is on the list" in manager.get(LIST).content.decode()
    assert manager.post(LIST, {"pattern": "Shop.example"}).status_code == 302
    take(nordsoft, letter(sender="offers@shop.example"))
    page = manager.get(LIST).content.decode()
    assert "@shop.example" in page
    assert nordsoft.manager.user.name in page
    assert "@shop.example" in manager.get(f"{LIST}?file=csv").getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]
    manager.post(f"{LIST}{UnwantedSender.objects.get().pk}/removal/")
    assert not UnwantedSender.objects.exists()


def test_a_customers_address_is_refused_with_the_reason(manager: Client, nordsoft: Cast) -> None:
    answer = manager.post(LIST, {"pattern": "karin@nordsoft.example"})
    assert answer.status_code == 422
    assert "is a contact’s or a colleague’s address" in answer.content.decode()


def test_a_long_list_asks_no_more(manager: Client, nordsoft: Cast) -> None:
    for number in range(3):
        manager.post(LIST, {"pattern": f"shop{number}.example"})
    manager.get(LIST)
    with Budget(8):
        manager.get(LIST)
