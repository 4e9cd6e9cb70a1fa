"""A day's summary of the company's tickets."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import translation

from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from contracts.models import Contact
from outbox.addresses import one_click
from outbox.services import queue_mail
from tickets.mailwords.company import COMPANY, Line, company_values, company_ways
from tickets.models import Ticket
from tickets.stopping import company_token


def tell_company_wide(
    contact: Contact, *, opened: Sequence[Ticket], solved: Sequence[Ticket], day: date, now: datetime
) -> None:
    """Queue one contact's summary of a day: what colleagues asked, and what of theirs was solved."""
    tenant = contact.customer.tenant
    language = contact.language or tenant.language
    with translation.override(language):
        lines = [
            [
                Line(
                    f"{ticket.number} {ticket.subject}",
                    ticket.contact.name if ticket.contact else "",
                    absolute_url(tenant, "portal:ticket", ticket.number),
                )
                for ticket in tickets
            ]
            for tickets in (opened, solved)
        ]
        values = company_values(tenant, contact.name, contact.customer.name, *lines)
        context = ChosenWords.of([COMPANY]).letter(COMPANY, values, language=language)
    stop = absolute_url(tenant, "portal:stop", company_token(contact))
    queue_mail(
        dedupe_key=f"company:{contact.pk}:{day.isoformat()}",
        recipient=contact.email,
        template=LETTER,
        context=context | {"ways": company_ways(tenant, stop, language)},
        language=language,
        headers=one_click(stop),
        now=now,
    )
