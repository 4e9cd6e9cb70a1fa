"""The company's contacts, as a company-wide contact looks after them."""

from dataclasses import dataclass
from datetime import datetime

from contracts.models import Contact
from contracts.selectors import open_contact_invitations


@dataclass(frozen=True)
class Person:
    """One contact; `state` is joined, invited, alone (no invitation is open) or unknown (no address to invite)."""

    contact: Contact
    state: str
    is_me: bool


def people_of(me: Contact, now: datetime) -> list[Person]:
    """Give who may use support at the company, by name. 2 queries."""
    contacts = list(Contact.objects.filter(customer=me.customer_id, left_at=None).order_by("name", "pk"))
    invited = open_contact_invitations([contact.pk for contact in contacts], now=now)

    def state(contact: Contact) -> str:
        if contact.membership_id is not None:
            return "joined"
        if not contact.email:
            return "unknown"
        return "invited" if contact.pk in invited else "alone"

    return [Person(contact, state(contact), contact.pk == me.pk) for contact in contacts]
