"""Mails to the outside company that answers for a product."""

from datetime import datetime

from django.utils import translation

from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from contracts.models import Partner
from outbox.services import queue_mail
from tickets.mailwords.partners import PARTNER, partner_values
from tickets.mailwords.values import values_of
from tickets.models import Ticket


def tell_partner(ticket: Ticket, partner: Partner, *, report: str, now: datetime) -> None:
    """Send the partner the ticket's facts, in the tenant's language. Answers go to the tenant's address.

    `report` is the customer's own words. The ticket names a product: the partner answers for it.
    """
    tenant = ticket.tenant
    with translation.override(tenant.language):
        values = values_of(ticket, tenant, ticket.contact, link="", more=partner_values(ticket, partner.name, report))
        context = ChosenWords.of([PARTNER]).letter(PARTNER, values, language=tenant.language)
    queue_mail(
        dedupe_key=f"partner:{ticket.pk}:{ticket.version}:{partner.pk}",
        recipient=partner.email,
        template=LETTER,
        context=context,
        language=tenant.language,
        reply_to=tenant.sender or None,
        now=now,
    )
