"""A day's summary of the company's tickets."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.links import absolute_url
from contracts.models import Contact
from outbox.addresses import one_click
from outbox.services import queue_mail
from tickets.models import Ticket
from tickets.stopping import company_token


def tell_company_wide(
    contact: Contact, *, opened: Sequence[Ticket], solved: Sequence[Ticket], day: date, now: datetime
) -> None:
    """Queue one contact's summary of a day: what colleagues asked, and what of theirs was solved."""
    tenant = contact.customer.tenant

    def lines(tickets: Sequence[Ticket]) -> list[dict[str, object]]:
        return [
            {
                "number": ticket.number,
                "subject": ticket.subject,
                "who": ticket.contact.name if ticket.contact else "",
                "url": absolute_url(tenant, "portal:ticket", ticket.number),
            }
            for ticket in tickets
        ]

    stop = absolute_url(tenant, "portal:stop", company_token(contact))
    queue_mail(
        dedupe_key=f"company:{contact.pk}:{day.isoformat()}",
        recipient=contact.email,
        template="tickets/company",
        context={
            "company": contact.customer.name,
            "opened": lines(opened),
            "solved": lines(solved),
            "url": absolute_url(tenant, "portal:company"),
            "settings_url": absolute_url(tenant, "portal:profile"),
            "stop_url": stop,
        },
        language=contact.language or tenant.language,
        headers=one_click(stop),
        now=now,
    )
