"""Who changed what at a customer's contacts, in words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from contracts.models import ContactEvent, Customer

MOST = 20
Kind = ContactEvent.Kind


@dataclass(frozen=True)
class TrailLine:
    """One change: when, and a sentence that names both people."""

    when: str
    iso: str
    text: str


def contact_trail(customer: Customer, *, now: datetime, zone: ZoneInfo) -> list[TrailLine]:
    """Give the newest changes first. 1 query."""
    events = ContactEvent.objects.filter(contact__customer=customer).select_related("contact", "actor__user")
    return [
        TrailLine(formats.near_time(event.at, now, zone), event.at.isoformat(), _text(event))
        for event in events.order_by("-at", "-pk")[:MOST]
    ]


def _text(event: ContactEvent) -> str:
    words = {"actor": event.actor.user.name if event.actor else _("The system"), "name": event.contact.name}
    match event.kind:
        case Kind.ENTERED:
            return _("%(actor)s entered %(name)s.") % words
        case Kind.INVITED:
            return _("%(actor)s invited %(name)s.") % words
        case Kind.WITHDRAWN:
            return _("%(actor)s withdrew the invitation of %(name)s.") % words
        case Kind.GRANTED:
            return _("%(actor)s let %(name)s see all the company’s tickets.") % words
        case Kind.REVOKED:
            return _("%(actor)s let %(name)s see their own tickets alone.") % words
    return _("%(actor)s removed %(name)s.") % words
