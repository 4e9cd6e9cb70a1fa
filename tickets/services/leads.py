"""Enquiries of people without a contract become lead tickets (domain: No contract)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.domains import domain_of, is_public
from contracts.models import Contact, Customer, PublicRequest
from contracts.selectors import contract_for
from contracts.selectors.contacts import contact_with_address
from contracts.services.requests import confirm_access, take_enquiry
from contracts.services.rights import require_agent
from sla.models import Severity
from tickets.emails.leads import tell_enquiry_received
from tickets.models import Ticket
from tickets.services.filing import file_ticket


@transaction.atomic
def confirm(*, request: PublicRequest, now: datetime) -> PublicRequest:
    """The address is theirs: the request for access goes on its way, an enquiry becomes a ticket. Once."""
    if request.kind == PublicRequest.Kind.ACCESS:
        return confirm_access(request=request, now=now)
    taken = take_enquiry(request=request, now=now)
    if taken is None:
        request.refresh_from_db()
        return request
    ticket = _file(taken, now)
    taken.contact, taken.ticket_number = ticket.contact, ticket.number
    taken.save(update_fields=["contact", "ticket_number"])
    tell_enquiry_received(ticket, now=now)
    return taken


def _file(request: PublicRequest, now: datetime) -> Ticket:
    """File it for the contact whose address it is; else for a prospect. Who has a contract asks a question, no lead."""
    contact = contact_with_address(request.email) or _prospects_contact(request)
    customer = contact.customer
    today = now.astimezone(ZoneInfo(customer.tenant.zone)).date()
    is_lead = contract_for(customer, None, today) is None
    with translation.override(customer.tenant.language):
        subject = _("Enquiry from %(company)s") % {"company": request.company}
    lines = [request.message, "\n".join(part for part in (request.company, request.telephone) if part)]
    return file_ticket(
        actor=None,
        customer=customer,
        contact=contact,
        subject=subject,
        text="\n\n".join(lines),
        severity=Severity.NORMAL,
        kind=Ticket.Kind.LEAD if is_lead else Ticket.Kind.QUESTION,
        now=now,
    )


def _prospects_contact(request: PublicRequest) -> Contact:
    """Make the contact, at the prospect of the same name whose people write from the same domain; else at a new one.

    A name alone says nothing: anybody can type it. So no customer is found by it.
    """
    domain = domain_of(request.email)
    same = Customer.objects.filter(is_prospect=True, name__iexact=request.company)
    known = same.filter(contacts__email__iendswith=f"@{domain}").first() if not is_public(domain) else None
    customer = known or Customer.objects.create(name=request.company, is_prospect=True)
    return Contact.objects.create(
        customer=customer,
        name=request.name,
        email=request.email,
        telephone=request.telephone,
        language=request.language,
    )


@transaction.atomic
def convert_prospect(*, customer: Customer, actor: Membership) -> Customer:
    """Turn a prospect into a customer; its open leads stay leads, and get clocks as soon as a contract covers them."""
    require_agent(actor)
    customer.is_prospect = False
    customer.save(update_fields=["is_prospect"])
    return customer
