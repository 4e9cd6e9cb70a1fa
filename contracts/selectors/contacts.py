"""Who can be reached at a customer."""

from django.db.models import Case, F, Value, When

from contracts.models import Contact, Customer


def main_contact(customer: Customer) -> Contact | None:
    """Give whom to tell what concerns the whole company: who sees all of it, and can be reached by mail; else anybody.

    None for a customer without contacts.
    """
    contacts = Contact.objects.filter(customer=customer, left_at=None)
    return contacts.order_by(Case(When(email="", then=1), default=0), "-is_company_wide", "pk").first()


def contact_with_address(email: str, customer: Customer | None = None) -> Contact | None:
    """Give the contact with a mail address: the customer's own before others, who signs in before who does not."""
    found = Contact.objects.filter(email__iexact=email).select_related("customer")
    theirs = Case(When(customer=customer, then=0), default=1) if customer else Value(0)
    return found.order_by(theirs, F("membership").asc(nulls_last=True), "pk").first() if email else None
