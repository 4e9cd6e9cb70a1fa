"""Customers and contacts are entered and changed."""

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Contact, Customer
from contracts.services.register import ContactCard, create_contact, create_customer, update_contact, update_customer
from tests.cast import MONDAY, Cast


def test_a_company_is_entered_once(nordsoft: Cast) -> None:
    customer = create_customer(actor=nordsoft.agent, name="  Kranfirman   i Luleå ")
    assert customer.name == "Kranfirman i Luleå"
    with pytest.raises(ValidationError) as refused:
        create_customer(actor=nordsoft.agent, name="kranfirman i luleå")
    assert set(refused.value.message_dict) == {"name"}
    update_customer(customer=customer, actor=nordsoft.agent, name="Kranfirman")
    assert Customer.objects.get(pk=customer.pk).name == "Kranfirman"


@pytest.mark.parametrize("name", ["", "   ", "x" * 161])
def test_a_name_is_needed_and_fits(nordsoft: Cast, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        create_customer(actor=nordsoft.agent, name=name)
    assert set(refused.value.message_dict) == {"name"}


def test_the_same_name_at_another_desk_is_another_company(nordsoft: Cast, lonhuset: Cast) -> None:
    create_customer(actor=nordsoft.agent, name="Bergs Byg ApS")
    assert Customer.objects.filter(name="Bergs Byg ApS").count() == 1


def test_a_contact_is_entered_and_changed(nordsoft: Cast) -> None:
    card = ContactCard(name="Nina Ek", email=" nina@bergs.example", telephone="08-123", title="CFO", language="da")
    contact = create_contact(customer=nordsoft.customer, actor=nordsoft.agent, card=card)
    assert (contact.email, contact.language, contact.is_company_wide) == ("nina@bergs.example", "da", False)
    update_contact(
        contact=contact, actor=nordsoft.agent, card=ContactCard(name="Nina Ek", is_company_wide=True), now=MONDAY
    )
    kept = Contact.objects.get(pk=contact.pk)
    assert (kept.email, kept.is_company_wide) == ("", True)


def test_an_address_is_valid_and_one_person_s(nordsoft: Cast) -> None:
    for email in ("nina", nordsoft.lars.email.upper()):
        card = ContactCard(name="Nina Ek", email=email)
        with pytest.raises(ValidationError) as refused:
            create_contact(customer=nordsoft.customer, actor=nordsoft.agent, card=card)
        assert set(refused.value.message_dict) == {"email"}
    create_contact(
        customer=nordsoft.stranger, actor=nordsoft.agent, card=ContactCard(name="Lars", email=nordsoft.lars.email)
    )


def test_consultants_and_customers_enter_nothing(nordsoft: Cast) -> None:
    assert nordsoft.karin.membership
    for actor in (nordsoft.consultant, nordsoft.karin.membership):
        with pytest.raises(NotAllowedError):
            create_customer(actor=actor, name="Another")
