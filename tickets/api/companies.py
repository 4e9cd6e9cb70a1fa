"""Which customers a member sees."""

from django.db.models import QuerySet

from accounts.models import Membership, Role
from contracts.models import Contact, Customer
from tickets.selectors.customers import visible_customers


def customers_seen_by(member: Membership) -> QuerySet[Customer]:
    """Give a contact's own company, and to the desk what its pages show."""
    if member.role == Role.CUSTOMER:
        return Customer.objects.filter(contacts__membership=member)
    return visible_customers(member)


def contacts_seen_by(member: Membership, customer: Customer) -> QuerySet[Contact]:
    """Give the customer's contacts of now; to a contact who is not company-wide only themselves."""
    contacts = Contact.objects.filter(customer=customer, left_at=None)
    if member.role != Role.CUSTOMER or contacts.filter(membership=member, is_company_wide=True).exists():
        return contacts
    return contacts.filter(membership=member)
