"""Appends to the trail of a customer's contacts."""

from datetime import datetime

from accounts.models import Membership
from contracts.models import Contact, ContactEvent


def note_contact(contact: Contact, kind: str, /, *, actor: Membership | None, now: datetime) -> ContactEvent:
    """Write one event, in the transaction of the change; `actor` None is the system."""
    return ContactEvent.objects.create(contact=contact, kind=kind, actor=actor, at=now)
