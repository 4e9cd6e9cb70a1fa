"""Who can be reached at a customer."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from contracts.models import Contact, ContractContact, Customer


def main_contact(customer: Customer) -> Contact | None:
    """Give whom to tell what concerns the whole company: who can be reached by mail, is named on a contract and sees
    all of it, in this order; else anybody. None for a customer without contacts.
    """
    named = Exists(ContractContact.objects.filter(contact=OuterRef("pk")))
    contacts = Contact.objects.filter(customer=customer, left_at=None).annotate(is_named=named)
    silent = Case(When(email="", then=1), default=0)
    return contacts.order_by(silent, "-is_named", "-is_company_wide", "pk").first()


def contact_with_address(email: str, customer: Customer | None = None) -> Contact | None:
    """Give the contact with a mail address: the customer's own before others, who signs in before who does not."""
    found = Contact.objects.filter(email__iexact=email).select_related("customer")
    theirs = Case(When(customer=customer, then=0), default=1) if customer else Value(0)
    return found.order_by(theirs, F("membership").asc(nulls_last=True), "pk").first() if email else None


def same_person(contact: Contact) -> QuerySet[Contact]:
    """Give every contact with the same address, however it is written and at whatever customer; without an address the
    contact alone.
    """
    is_same = Q(pk=contact.pk) | Q(email__iexact=contact.email) if contact.email else Q(pk=contact.pk)
    return Contact.objects.filter(is_same)


def wants_no_surveys(contact: Contact) -> bool:
    """Say whether this person has opted out, under any of the contacts with the address. One query."""
    return same_person(contact).filter(no_surveys=True).exists()
