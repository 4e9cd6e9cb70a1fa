"""People ask for access: confirmed first, then let in by an agent or by their company's mail domain, or refused."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from accounts.models import Invitation, Role
from accounts.tenancy.context import tenant_context
from contracts.models import Contact, ContractContact, CustomerDomain, PlanVersion, PublicRequest
from contracts.services.domains import set_domains
from contracts.services.requests import (
    LINK_LASTS,
    Asked,
    approve,
    ask,
    confirm_access,
    forget_unconfirmed,
    mark_spam,
    refuse,
    request_of,
    token_of,
)
from contracts.services.waiting import waiting_requests
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast

State = PublicRequest.State
EVA = Asked(name="Eva Ek", email="Eva@BergsBygg.example", company="Bergs Bygg", telephone="070", language="en")
LATER = MONDAY + timedelta(hours=1)


def asked(who: Asked = EVA) -> PublicRequest:
    return ask(kind=PublicRequest.Kind.ACCESS, asked=who, now=MONDAY)


def confirmed(who: Asked = EVA) -> PublicRequest:
    return confirm_access(request=asked(who), now=LATER)


def mails() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", "subject"))


def own_domain(cast: Cast, *, approves: bool = True, domain: str = "bergsbygg.example") -> None:
    set_domains(customer=cast.customer, actor=cast.agent, domains=[domain], approves=approves, now=MONDAY)


def test_asking_mails_a_link_and_nothing_else_happens(nordsoft: Cast) -> None:
    request = asked()
    mail = OutboxMessage.objects.get()
    assert (mail.recipient, request.state) == ("eva@bergsbygg.example", State.UNCONFIRMED)
    found = re.search(r"/nordsoft/confirm/(\S+)/", mail.text)
    assert found
    assert request_of(found[1]) == request
    assert "Bergs" not in mail.text  # nobody's words reach a stranger's mailbox through us
    assert not Contact.objects.filter(name="Eva Ek").exists()


def test_the_mail_is_the_same_for_a_known_and_an_unknown_address(nordsoft: Cast) -> None:
    def letter(email: str) -> str:
        request = asked(Asked(name="Eva Ek", email=email, company="Bergs Bygg", language="en"))
        mail = OutboxMessage.objects.order_by("-pk")[0]
        return mail.text.replace(token_of(request), "").replace(email, "")

    with time_machine.travel(MONDAY, tick=False):
        assert letter(nordsoft.karin.email) == letter("nobody@else.example")


def test_the_link_is_signed_and_belongs_to_one_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    token = token_of(asked())
    assert request_of(token) is not None
    assert request_of(token[:-1]) is None
    with tenant_context(lonhuset.tenant.pk):
        assert request_of(token) is None


def test_the_link_expires(nordsoft: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        token = token_of(asked())
        clock.shift(LINK_LASTS - timedelta(seconds=1))
        assert request_of(token) is not None
        clock.shift(timedelta(seconds=2))
        assert request_of(token) is None


def test_a_confirmed_request_waits_for_an_agent(nordsoft: Cast) -> None:
    request = confirmed()
    assert (request.state, request.confirmed_at, waiting_requests()) == (State.WAITING, LATER, 1)
    again = confirm_access(request=request, now=LATER + timedelta(hours=1))
    assert again.confirmed_at == LATER


def test_approving_makes_the_contact_and_sends_the_invitation(nordsoft: Cast) -> None:
    request = confirmed()
    contact = approve(request=request, actor=nordsoft.agent, customer=nordsoft.customer, now=LATER)
    assert (contact.customer, contact.email, contact.telephone, contact.language) == (
        nordsoft.customer, "eva@bergsbygg.example", "070", "en",
    )  # fmt: skip
    assert not contact.is_company_wide
    invitation = Invitation.objects.get()
    assert (invitation.contact_id, invitation.role, invitation.invited_by) == (
        contact.pk,
        Role.CUSTOMER,
        nordsoft.agent,
    )
    request.refresh_from_db()
    kept = (request.state, request.decided_by, request.decided_at, request.contact)
    assert kept == (State.APPROVED, nordsoft.agent, LATER, contact)
    assert mails()[-1] == ("eva@bergsbygg.example", "Invitation to Nordsoft")


def test_an_existing_contact_gets_a_fresh_invitation_and_no_second_contact(nordsoft: Cast) -> None:
    kept = Contact.objects.create(
        customer=nordsoft.customer, name="Eva Ek", email="eva@bergsbygg.example", language="en"
    )
    for _twice in range(2):
        assert approve(request=confirmed(), actor=nordsoft.agent, customer=nordsoft.customer, now=LATER) == kept
    assert Contact.objects.filter(email__iexact="eva@bergsbygg.example").count() == 1
    assert Invitation.objects.count() == 1
    assert [subject for _to, subject in mails()].count("Invitation to Nordsoft") == 2


def test_who_has_access_already_is_told_to_sign_in(nordsoft: Cast) -> None:
    karin = Asked(name="Karin", email=nordsoft.karin.email, company="Bergs", language="en")
    assert (
        approve(request=confirmed(karin), actor=nordsoft.agent, customer=nordsoft.customer, now=LATER) == nordsoft.karin
    )
    assert mails()[-1] == (nordsoft.karin.email, "You have access to Nordsoft")
    assert not Invitation.objects.exists()


def test_a_contact_of_another_customer_is_not_moved(nordsoft: Cast) -> None:
    karin = Asked(name="Karin", email=nordsoft.karin.email, company="Furuviks Bageri")
    with pytest.raises(ValidationError, match="Bergs Bygg"):
        approve(request=confirmed(karin), actor=nordsoft.agent, customer=nordsoft.stranger, now=LATER)


def test_refusing_takes_a_reason_and_mails_it(nordsoft: Cast) -> None:
    request = confirmed()
    with pytest.raises(ValidationError):
        refuse(request=request, actor=nordsoft.agent, reason=" ", now=LATER)
    refuse(request=request, actor=nordsoft.agent, reason="Ask your manager.", now=LATER)
    mail = OutboxMessage.objects.order_by("-pk")[0]
    assert (mail.recipient, "Ask your manager." in mail.text) == ("eva@bergsbygg.example", True)
    request.refresh_from_db()
    assert (request.state, request.decided_by, request.reason) == (State.REFUSED, nordsoft.agent, "Ask your manager.")


def test_spam_is_put_away_without_a_mail(nordsoft: Cast) -> None:
    request = confirmed()
    before = mails()
    mark_spam(request=request, actor=nordsoft.agent, now=LATER)
    assert mails() == before
    assert waiting_requests() == 0


def test_a_request_is_decided_once_and_only_when_confirmed(nordsoft: Cast) -> None:
    agent, customer = nordsoft.agent, nordsoft.customer
    with pytest.raises(ValidationError):
        approve(request=asked(), actor=agent, customer=customer, now=LATER)
    request = confirmed()
    mark_spam(request=request, actor=agent, now=LATER)
    with pytest.raises(ValidationError):
        approve(request=request, actor=agent, customer=customer, now=LATER)
    with pytest.raises(ValidationError):
        refuse(request=request, actor=agent, reason="No.", now=LATER)


def test_only_agents_decide(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        approve(request=confirmed(), actor=nordsoft.consultant, customer=nordsoft.customer, now=LATER)


def test_a_mail_domain_lets_in_after_the_address_is_confirmed(nordsoft: Cast) -> None:
    own_domain(nordsoft)
    request = asked()
    assert not Contact.objects.filter(name="Eva Ek").exists()
    request = confirm_access(request=request, now=LATER)
    contact = Contact.objects.get(name="Eva Ek")
    assert (request.state, request.decided_by, request.contact) == (State.APPROVED, None, contact)
    assert (contact.customer, contact.is_company_wide) == (nordsoft.customer, False)
    assert Invitation.objects.get().invited_by is None
    assert mails()[-1] == ("eva@bergsbygg.example", "Invitation to Nordsoft")


@pytest.mark.parametrize("email", ["eva@other.example", "eva@sub.bergsbygg.example", "eva@xbergsbygg.example"])
def test_another_domain_waits(nordsoft: Cast, email: str) -> None:
    own_domain(nordsoft)
    assert confirmed(Asked(name="Eva Ek", email=email, company="Bergs Bygg")).state == State.WAITING


def test_a_domain_that_is_not_turned_on_waits(nordsoft: Cast) -> None:
    own_domain(nordsoft, approves=False)
    assert confirmed().state == State.WAITING


def test_an_address_known_at_another_customer_waits_for_an_agent(nordsoft: Cast) -> None:
    own_domain(nordsoft)
    Contact.objects.create(customer=nordsoft.stranger, name="Eva Ek", email="eva@bergsbygg.example")
    assert confirmed().state == State.WAITING


def test_a_member_of_the_desk_who_asks_waits_for_an_agent(nordsoft: Cast) -> None:
    own_domain(nordsoft, domain="nordsoft.example")
    maja = Asked(name="Maja", email=nordsoft.agent.user.email, company="Bergs Bygg")
    assert confirmed(maja).state == State.WAITING
    assert not Contact.objects.filter(name="Maja").exists()


@pytest.mark.parametrize("domain", ["gmail.com", "hotmail.com", "hotmail.se", "live.dk", "yahoo.co.uk", "Outlook.com"])
def test_public_mail_providers_are_refused_as_domains(nordsoft: Cast, domain: str) -> None:
    with pytest.raises(ValidationError) as refused:
        own_domain(nordsoft, domain=domain)
    assert "domains" in refused.value.message_dict
    assert not CustomerDomain.objects.exists()


def test_a_domain_is_one_customers(nordsoft: Cast) -> None:
    own_domain(nordsoft)
    with pytest.raises(ValidationError, match="Bergs Bygg"):
        set_domains(
            customer=nordsoft.stranger,
            actor=nordsoft.agent,
            domains=["@BergsBygg.example "],
            approves=False,
            now=MONDAY,
        )


def test_domains_are_kept_as_typed_last(nordsoft: Cast) -> None:
    own_domain(nordsoft)
    set_domains(
        customer=nordsoft.customer, actor=nordsoft.agent, domains=["åkeri.example", ""], approves=True, now=MONDAY
    )
    row = CustomerDomain.objects.get()
    assert (row.domain, row.added_by) == ("xn--keri-poa.example", nordsoft.agent)
    with pytest.raises(ValidationError) as refused:
        set_domains(customer=nordsoft.customer, actor=nordsoft.agent, domains=["a b"], approves=True, now=MONDAY)
    assert set(refused.value.message_dict) == {"domains"}
    with pytest.raises(ValidationError) as refused:
        set_domains(customer=nordsoft.customer, actor=nordsoft.agent, domains=[], approves=True, now=MONDAY)
    assert set(refused.value.message_dict) == {"approves"}


def test_what_nobody_confirmed_is_forgotten_after_a_week(nordsoft: Cast) -> None:
    asked()
    waits = confirmed()
    assert forget_unconfirmed(now=MONDAY + timedelta(days=7)) == 0
    assert forget_unconfirmed(now=MONDAY + timedelta(days=7, seconds=1)) == 1
    assert PublicRequest.objects.get() == waits


def test_who_is_let_in_is_named_on_a_contract_for_named_contacts(nordsoft: Cast) -> None:
    ContractContact.objects.create(contract=nordsoft.contract, contact=nordsoft.karin)
    customer, agent = nordsoft.customer, nordsoft.agent
    contact = approve(request=confirmed(), actor=agent, customer=customer, now=LATER, on_contract=True)
    named = nordsoft.contract.contract_contacts.values_list("contact", flat=True)
    assert set(named) == {nordsoft.karin.pk, contact.pk}
    line = nordsoft.contract.events.get()
    assert (line.actor, line.data["changes"]["contacts"][1]) == (agent, ["Eva Ek", "Karin Bergman"])


def test_a_contract_that_names_nobody_is_left_alone(nordsoft: Cast) -> None:
    approve(request=confirmed(), actor=nordsoft.agent, customer=nordsoft.customer, now=LATER, on_contract=True)
    assert not ContractContact.objects.exists()


def test_a_plan_that_lets_no_more_be_named_lets_nobody_in(nordsoft: Cast) -> None:
    ContractContact.objects.create(contract=nordsoft.contract, contact=nordsoft.karin)
    PlanVersion.objects.filter(pk=nordsoft.contract.plan_version_id).update(contact_limit=1)
    request = confirmed()
    with pytest.raises(ValidationError, match="1"):
        approve(request=request, actor=nordsoft.agent, customer=nordsoft.customer, now=LATER, on_contract=True)
    request.refresh_from_db()
    assert (request.state, Contact.objects.filter(name="Eva Ek").exists()) == (State.WAITING, False)
