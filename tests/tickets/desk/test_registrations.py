"""The agents' pages: who asks for access, whose they are, and what becomes of it."""

from datetime import timedelta

import pytest
from django.test import Client

from contracts.models import Contact, Customer, PublicRequest
from contracts.services.requests import Asked, ask, confirm_access
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.tickets.desk.pages import QUEUE, text_of
from tests.windows import signed_in
from tickets.selectors.registrations import suggestions

LIST = f"{QUEUE}registrations/"


def waiting(email: str = "eva@bergsbygg.example", company: str = "Bergs Bygg") -> PublicRequest:
    asked = Asked(name="Eva Ek", email=email, company=company, message="Please.", language="en")
    request = ask(kind=PublicRequest.Kind.ACCESS, asked=asked, now=MONDAY)
    return confirm_access(request=request, now=MONDAY + timedelta(hours=1))


@pytest.fixture
def agent(nordsoft: Cast) -> Client:
    return signed_in(nordsoft.agent.user)


def test_the_list_has_who_waits_and_the_navigation_their_number(agent: Client, nordsoft: Cast) -> None:
    for _ in range(2):
        waiting()
    agent.get(LIST)
    with Budget(10):
        text = text_of(agent.get(LIST).content)
    assert "Eva Ek" in text
    assert "2 requests" in text_of(agent.get(QUEUE).content)
    assert "2 requests" not in text_of(signed_in(nordsoft.consultant.user).get(QUEUE).content)


def test_the_number_follows_at_once(agent: Client, nordsoft: Cast, django_capture_on_commit_callbacks: object) -> None:
    assert "1 request" not in text_of(agent.get(QUEUE).content)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        waiting()
    assert "1 request" in text_of(agent.get(QUEUE).content)


@pytest.mark.parametrize("how", ["name", "number", "domain", "colleague"])
def test_the_customer_is_suggested(nordsoft: Cast, how: str) -> None:
    Customer.objects.filter(pk=nordsoft.customer.pk).update(external_id="K-7")
    if how == "domain":
        nordsoft.customer.domains.create(domain="bergsbygg.example", added_at=MONDAY)
    if how == "colleague":
        Contact.objects.create(customer=nordsoft.customer, name="Ulf", email="ulf@bergsbygg.example")
    company = {"name": "Bergs bygg", "number": "K-7"}.get(how, "Something else")
    assert list(suggestions(waiting(company=company)).customers) == [nordsoft.customer]


def test_a_public_providers_address_suggests_no_colleagues_company(nordsoft: Cast) -> None:
    Contact.objects.create(customer=nordsoft.customer, name="Ulf", email="ulf@gmail.com")
    assert list(suggestions(waiting(email="eva@gmail.com", company="Q")).customers) == []


def test_approving_by_the_page(agent: Client, nordsoft: Cast) -> None:
    request = waiting()
    page = f"{LIST}{request.pk}/"
    with Budget(12):
        assert "Please." in text_of(agent.get(page).content)
    agent.post(page, {"customer": str(nordsoft.customer.pk), "is_company_wide": "on"})
    contact = Contact.objects.get(name="Eva Ek")
    assert (contact.customer, contact.is_company_wide) == (nordsoft.customer, True)
    assert "Let in and invite" not in text_of(agent.get(page).content)
    assert "Maja Sandell" in text_of(agent.get(LIST).content)


@pytest.mark.parametrize("other", ["furuviks bageri", "K-9"])
def test_another_customer_by_name_or_number(agent: Client, nordsoft: Cast, other: str) -> None:
    Customer.objects.filter(pk=nordsoft.stranger.pk).update(external_id="K-9")
    agent.post(f"{LIST}{waiting().pk}/", {"customer": "other", "other": other})
    assert Contact.objects.get(name="Eva Ek").customer == nordsoft.stranger


def test_a_customer_that_is_not_there_is_said(agent: Client, nordsoft: Cast) -> None:
    answer = agent.post(f"{LIST}{waiting().pk}/", {"customer": "other", "other": "Nobody"})
    assert (answer.status_code, "No customer has this name or number." in text_of(answer.content)) == (422, True)


def test_a_known_address_is_named_and_its_customer_alone_can_be_chosen(agent: Client, nordsoft: Cast) -> None:
    request = waiting(email=nordsoft.lars.email, company="Furuviks Bageri")
    text = text_of(agent.get(f"{LIST}{request.pk}/").content)
    assert "Lars Holm has this address and an account already" in text
    answer = agent.post(f"{LIST}{request.pk}/", {"customer": str(nordsoft.stranger.pk)})
    assert answer.status_code == 422


def test_refusing_and_spam_by_the_page(agent: Client, nordsoft: Cast) -> None:
    first, second = waiting(), waiting()
    assert agent.post(f"{LIST}{first.pk}/refusal/", {"reason": ""}).status_code == 422
    agent.post(f"{LIST}{first.pk}/refusal/", {"reason": "Ask your manager."})
    agent.post(f"{LIST}{second.pk}/spam/")
    assert set(PublicRequest.objects.values_list("state", flat=True)) == {"refused", "spam"}
    assert OutboxMessage.objects.filter(subject="Your request to Nordsoft").count() == 1


def test_domains_by_the_page(agent: Client, nordsoft: Cast) -> None:
    page = f"{QUEUE}customers/{nordsoft.customer.pk}/domains/"
    assert agent.post(page, {"domains": "gmail.com"}).status_code == 422
    agent.post(page, {"domains": "bergsbygg.example\nbergs.example", "approves": "on"})
    nordsoft.customer.refresh_from_db()
    assert nordsoft.customer.approves_by_domain
    assert "bergs.example" in agent.get(page).content.decode()


def test_a_prospect_is_marked_and_made_a_customer(agent: Client, nordsoft: Cast) -> None:
    prospect = Customer.objects.create(name="Ny AB", is_prospect=True)
    page = f"{QUEUE}customers/{prospect.pk}/"
    assert "Prospect" in text_of(agent.get(page).content)
    agent.post(f"{page}conversion/")
    assert "Prospect" not in text_of(agent.get(page).content)
