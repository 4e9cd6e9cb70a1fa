"""Customers, and the people there who may use support (domain: People)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact, ContactEvent, Customer
from contracts.services.contact_events import note_contact
from contracts.services.naming import save_named
from contracts.services.rights import require_agent


@transaction.atomic
def create_customer(*, actor: Membership, name: str) -> Customer:
    """Enter a company; ValidationError at `name` where there is one of that name."""
    require_agent(actor)
    customer = Customer()
    save_named(customer, name, taken=_("There is a customer with this name already."))
    return customer


@transaction.atomic
def update_customer(*, customer: Customer, actor: Membership, name: str) -> Customer:
    """Rename a company; ValidationError at `name` where another has that name."""
    require_agent(actor)
    save_named(customer, name, taken=_("There is a customer with this name already."))
    return customer


@dataclass(frozen=True)
class ContactCard:
    """What is known of a contact. `language` empty: the tenant's. Company-wide: sees all of the company's tickets."""

    name: str
    email: str = ""
    telephone: str = ""
    title: str = ""
    language: str = ""
    is_company_wide: bool = False


@transaction.atomic
def create_contact(*, customer: Customer, actor: Membership, card: ContactCard) -> Contact:
    """Enter somebody at a customer; ValidationError by field, so where a colleague has the same e-mail address."""
    require_agent(actor)
    return add_contact(customer=customer, card=card)


@transaction.atomic
def add_contact(*, customer: Customer, card: ContactCard) -> Contact:
    """Enter somebody whom the caller has a right to let in; refuses what `create_contact` refuses."""
    return write_contact(Contact(customer=customer), card)


@transaction.atomic
def update_contact(*, contact: Contact, actor: Membership, card: ContactCard, now: datetime) -> Contact:
    """Change what is known of a contact; refuses what `create_contact` refuses."""
    require_agent(actor)
    was_wide = contact.is_company_wide
    write_contact(contact, card)
    if was_wide != card.is_company_wide:
        kind = ContactEvent.Kind.GRANTED if card.is_company_wide else ContactEvent.Kind.REVOKED
        note_contact(contact, kind, actor=actor, now=now)
    return contact


def write_contact(contact: Contact, card: ContactCard) -> Contact:
    """Save what is known; the caller has looked who may. ValidationError by field."""
    values = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(card).items()}
    if contact.email.lower() != str(values["email"]).lower():
        contact.bounced_at, contact.bounce_reason = None, ""  # it was the other address
    for field, value in values.items():
        setattr(contact, field, value)
    contact.clean_fields(exclude=[field.name for field in Contact._meta.fields if field.name not in values])
    # One at a time for each company: two may not enter the same person at once.
    Customer.objects.select_for_update().get(pk=contact.customer_id)
    colleagues = Contact.objects.filter(customer=contact.customer_id).exclude(pk=contact.pk)
    same = colleagues.filter(email__iexact=contact.email).first() if contact.email else None
    if same is not None:
        raise ValidationError({"email": _("%(name)s has this address already.") % {"name": same.name}}, code="taken")
    contact.save()
    return contact
