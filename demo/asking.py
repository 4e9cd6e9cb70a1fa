"""Who asks from outside in the demo, and what other systems have reported: requests, a lead, cases, payroll runs."""

from datetime import datetime, timedelta
from typing import Any

from contracts.domains import domain_of
from contracts.models import Customer, PublicRequest
from contracts.services.domains import set_domains
from contracts.services.requests import Asked, ask, confirm_access
from demo.plots import book
from demo.tenants import Cast
from outbox.models import OutboxMessage
from sla.selectors import support_hours
from tickets.models import Ticket
from tickets.services.leads import confirm
from tickets.services.payroll import Run, report_run
from tickets.services.proactive import Reported, report_event
from tickets.services.resolution import resolve

# Of the 2 business hours to contact the customer, so much is used when the demo is made.
USED = timedelta(minutes=40)


def ask_from_outside(cast: Cast, *, now: datetime) -> None:
    """Make two requests that wait, a lead, a money transfer's case with a running clock, and runs not approved.

    What they were told by mail lies in the past: none is sent.
    """
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    texts = book(cast.vendor.language).outside
    companies = list(dict.fromkeys(contact.customer for contact in cast.contacts if contact.email))[2:9]
    for number, company in enumerate(companies):
        _number(company, number)
    for number, company in enumerate(companies[:2]):
        colleague = company.contacts.exclude(email="").order_by("pk")[0]
        asked = _asked(cast, texts["people"][number], domain_of(colleague.email), company.name, texts["access"])
        at = now - timedelta(hours=5 - number)
        confirm_access(request=ask(kind=PublicRequest.Kind.ACCESS, asked=asked, now=at), now=at)
    first = companies[0]
    domain = domain_of(first.contacts.exclude(email="").order_by("pk")[0].email)
    set_domains(customer=first, actor=cast.agents[0], domains=[domain], approves=False, now=now)
    prospect = _asked(cast, texts["people"][2], texts["prospect_domain"], texts["prospect"], texts["enquiry"])
    confirm(request=ask(kind=PublicRequest.Kind.ENQUIRY, asked=prospect, now=now), now=now - timedelta(hours=3))
    _answered_enquiry(cast, texts, now)
    _transfer(cast, companies[2], texts, now)
    _runs(cast, companies, now)
    OutboxMessage.objects.exclude(pk__in=before).delete()


def _answered_enquiry(cast: Cast, texts: dict[str, Any], now: datetime) -> None:
    """Make an enquiry that was answered last week; nobody is asked how satisfied they are who is no customer yet."""
    at = now - timedelta(days=8)
    asked = _asked(cast, texts["people"][3], texts["answered_domain"], texts["answered_prospect"], texts["enquiry"])
    found = confirm(request=ask(kind=PublicRequest.Kind.ENQUIRY, asked=asked, now=at), now=at)
    if found.ticket_number is None:
        raise AssertionError("an enquiry becomes a ticket")
    ticket = Ticket.objects.get(number=found.ticket_number)
    resolve(ticket=ticket, actor=cast.agents[1], solution=texts["answer"], now=at + timedelta(hours=2))


def _asked(cast: Cast, name: str, domain: str, company: str, message: str) -> Asked:
    address = f"{name.split()[0].lower()}@{domain}"
    return Asked(name=name, email=address, company=company, message=message, language=cast.vendor.language)


def _number(customer: Customer, number: int) -> None:
    """Give the customer the number by which other systems know it."""
    customer.external_id = f"K-{101 + number}"
    customer.save(update_fields=["external_id"])


def _transfer(cast: Cast, customer: Customer, texts: dict[str, Any], now: datetime) -> None:
    hours = support_hours()
    detected = hours.due_after(now, -int(USED.total_seconds())).replace(microsecond=0)
    reported = Reported(
        event_id="demo-transfer-1",
        kind=Ticket.Kind.MONEY_TRANSFER,
        customer=customer,
        detected_at=detected,
        about=texts["transfer"],
        text=texts["transfer_text"],
        subject=texts["transfer_subject"],
    )
    report_event(reported=reported, actor=None, now=detected + timedelta(seconds=20))


def _runs(cast: Cast, companies: list[Customer], now: datetime) -> None:
    month = now.date().replace(day=1)
    for number, company in enumerate(companies[:5]):
        done = now - timedelta(days=4, hours=number)
        approved = now - timedelta(days=1) if number > 2 else None
        run = Run(f"L{month:%y%m}-{number + 1}", company, month, done, approved)
        report_run(run=run, actor=cast.agents[0], now=now)
