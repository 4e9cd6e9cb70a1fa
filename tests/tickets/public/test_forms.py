"""The open forms: they say the same to everybody, and are limited (domain: People)."""

import re
from typing import Any

import pytest
from django.test import Client

from contracts.models import Contact, PublicRequest
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import Cast
from tests.tickets.desk.pages import text_of
from tickets.models import Ticket

REGISTER, CONTACT = "/nordsoft/register/", "/nordsoft/contact/"
State = PublicRequest.State


def said(**more: str) -> dict[str, str]:
    return {
        "name": "Eva Ek", "email": "eva@bergsbygg.example", "company": "Bergs Bygg", "message": "Hello",
        "language": "en", "website": "",
    } | more  # fmt: skip


def link() -> str:
    found = re.search(r"/nordsoft/confirm/\S+", OutboxMessage.objects.order_by("-pk")[0].text)
    assert found
    return found[0]


@pytest.mark.parametrize("address", [REGISTER, CONTACT])
def test_both_forms_are_open_to_strangers(client: Client, nordsoft: Cast, address: str) -> None:
    with Budget(3):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [REGISTER, CONTACT])
def test_the_answer_is_the_same_whoever_is_known(client: Client, nordsoft: Cast, address: str) -> None:
    known = client.post(address, said(email=nordsoft.karin.email), follow=True)
    stranger = Client().post(address, said(email="nobody@else.example"), follow=True)
    assert text_of(known.content) == text_of(stranger.content)
    assert known.redirect_chain == stranger.redirect_chain


def test_opening_the_link_confirms_nothing(client: Client, nordsoft: Cast) -> None:
    client.post(REGISTER, said())
    for _scanner in range(2):
        assert client.get(link()).status_code == 200
    assert PublicRequest.objects.get().state == State.UNCONFIRMED
    assert client.post(link()).status_code == 200
    assert PublicRequest.objects.get().state == State.WAITING


def test_a_confirmed_enquiry_names_its_number(client: Client, nordsoft: Cast) -> None:
    client.post(CONTACT, said(company="Ny AB", email="ida@nyab.example"))
    answer = client.post(link())
    assert str(Ticket.objects.get().number) in text_of(answer.content)


def test_a_link_of_another_time_or_place_is_gone(client: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    client.post(REGISTER, said())
    assert client.post("/nordsoft/confirm/secret/").status_code == 410
    assert client.post(link().replace("nordsoft", "lonhuset")).status_code == 410
    assert PublicRequest.objects.get().state == State.UNCONFIRMED


@pytest.mark.parametrize("address", [REGISTER, CONTACT])
def test_a_robot_is_thanked_and_nothing_is_kept(client: Client, nordsoft: Cast, address: str) -> None:
    answer = client.post(address, said(website="https://cheap.example"))
    assert (answer.status_code, answer["Location"]) == (302, "/nordsoft/sent/")
    assert not PublicRequest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_one_address_is_limited(nordsoft: Cast) -> None:
    answers = [Client(REMOTE_ADDR=f"192.0.2.{n}").post(REGISTER, said(email="EVA@bergsbygg.example")) for n in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert PublicRequest.objects.count() == 3


def test_one_network_is_limited_over_both_forms(client: Client, nordsoft: Cast) -> None:
    codes = [
        client.post(address, said(email=f"eva{n}@bergsbygg.example")).status_code
        for n in range(11)
        for address in (REGISTER, CONTACT)
    ]
    assert codes == [302] * 20 + [429] * 2


@pytest.mark.parametrize(
    ("address", "field", "value"),
    [(REGISTER, "email", "eva"), (REGISTER, "name", ""), (CONTACT, "message", ""), (REGISTER, "company", "x" * 161)],
)
def test_what_is_missing_is_said_and_nothing_is_sent(
    client: Client, nordsoft: Cast, address: str, field: str, value: str
) -> None:
    answer: Any = client.post(address, said(**{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not OutboxMessage.objects.exists()


def test_somebody_at_a_customer_is_no_contact_before_an_agent_says_so(client: Client, nordsoft: Cast) -> None:
    before = Contact.objects.count()
    client.post(REGISTER, said())
    client.post(link())
    assert Contact.objects.count() == before


def test_the_sign_in_page_leads_to_the_forms(client: Client, nordsoft: Cast) -> None:
    content = client.get("/nordsoft/account/login/").content.decode()
    assert REGISTER in content
    assert CONTACT in content
