"""Mails to the outside company that answers for a product."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts import formats
from contracts.models import Partner
from outbox.services import queue_mail
from tickets.models import Ticket


def tell_partner(ticket: Ticket, partner: Partner, *, report: str, now: datetime) -> None:
    """Send the partner the ticket's facts, in the tenant's language. Answers go to the tenant's address.

    `report` is the customer's own words. The ticket names a product: the partner answers for it.
    """
    tenant = ticket.tenant
    with translation.override(tenant.language):
        opened_at = formats.weekday_time(ticket.opened_at, ZoneInfo(tenant.zone))
    queue_mail(
        dedupe_key=f"partner:{ticket.pk}:{ticket.version}:{partner.pk}",
        recipient=partner.email,
        template="tickets/partner",
        context={"ticket": ticket, "report": report, "opened_at": opened_at},
        language=tenant.language,
        reply_to=tenant.sender or None,
        now=now,
    )
