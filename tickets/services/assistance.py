"""A customer asks for compliance assistance (domain: Proactive case)."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.models import Contact
from tickets.models import Message, Ticket
from tickets.services.changing import changing
from tickets.services.messages import add_message
from tickets.services.proactive import open_case
from tickets.services.search_index import index_tickets


@transaction.atomic
def ask_for_assistance(*, contact: Contact, text: str, now: datetime) -> Ticket:
    """Open a case whose clock is the ten working days within which the contact is contacted.

    Their words are theirs in the conversation, and start no other clock: what is promised is the contact.
    """
    with translation.override(contact.tenant.language):
        note = _("Asked for in the portal.")
    case = open_case(
        customer=contact.customer,
        contact=contact,
        kind=Ticket.Kind.ASSISTANCE,
        detected_at=now,
        actor=contact.membership,
        text=note,
        channel=Ticket.Channel.PORTAL,
        now=now,
    )
    with changing(case, now=now) as current:
        add_message(current, Message.Kind.CUSTOMER, author=contact.membership, contact=contact, text=text, now=now)
    index_tickets(current)
    return current
