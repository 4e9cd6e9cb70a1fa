"""Whoever writes and is not known: a contact of the company whose mail domain it is, else of a prospect."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import gettext as _

from contracts.domains import domain_of, is_public
from contracts.models import Contact, Customer, CustomerDomain
from contracts.services.register import ContactCard, add_contact
from inbox.reading import Letter

LONGEST_NAME, LONGEST_ADDRESS = 160, 254


def contact_of_stranger(letter: Letter) -> Contact:
    """Enter the writer at the customer that has their mail domain; else at a prospect, which has no contract, so that
    nothing is promised (domain: No contract).

    Whoever was removed from that customer comes back only when somebody lets them in: they are a prospect's.
    """
    card = _card(letter)
    domain = domain_of(card.email)
    has_domain = CustomerDomain.objects.filter(domain=domain).select_related("customer__tenant").first()
    if has_domain is not None and not is_public(domain):
        removed = Contact.objects.filter(customer=has_domain.customer, email__iexact=card.email)
        if not removed.exists():
            return add_contact(customer=has_domain.customer, card=card)
    return add_contact(customer=_prospect(card, domain), card=card)


def _prospect(card: ContactCard, domain: str) -> Customer:
    """Give the prospect named by the domain that others have written from; whose domain is everybody's has one alone.

    A name alone says nothing, for anybody can type it into a form: so one of its people must write from there.
    """
    if not domain or is_public(domain):
        return Customer.objects.create(name=card.name, is_prospect=True)
    name = domain[:LONGEST_NAME]
    named = Customer.objects.filter(name=name, is_prospect=True, contacts__email__iendswith=f"@{domain}")
    known = named.exclude(contacts__email__iexact=card.email).order_by("pk").first()
    return known or Customer.objects.create(name=name, is_prospect=True)


def _card(letter: Letter) -> ContactCard:
    """Give what is known of them. An address that no mail could be sent to is kept as a name."""
    name, address = letter.sender
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError:
        return ContactCard(name=(f"{name} {address}".strip() or _("Unknown sender"))[:120])
    return ContactCard(name=(name or address)[:120], email=address)
