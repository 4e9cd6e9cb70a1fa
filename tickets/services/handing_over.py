"""What a first analysis hands over: to whom, on what terms (domain: Escalation to a consultant, Out of scope)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.formats import money
from accounts.models import Membership
from contracts.selectors import HourPrice, hour_price, local_day, partner_for
from tickets import emails
from tickets.models import Message, Ticket


def hand_to_consultant(ticket: Ticket, consultant: Membership, *, covered: str, now: datetime) -> dict[str, Any]:
    """Make time from now on billable, unless the contract covers it; give what the event keeps. Inside `changing`."""
    price = hour_price(ticket.contract, local_day(ticket.tenant, now))
    if not covered and ticket.billable_from is None:
        with translation.override(ticket.tenant.language):
            ticket.billable_from, ticket.billable_reason = now, billable_words(consultant.user.name, price)
    return {"name": consultant.user.name, "billable": not covered, "covered": covered, **_kept(price)}


def hand_to_partner(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """Mail the product's partner of today the ticket's facts; give what the event keeps. Inside `changing`.

    ValidationError at the product where there is none, or nobody answers for it today.
    """
    partner = partner_for(ticket.product, local_day(ticket.tenant, now)) if ticket.product else None
    if partner is None:
        raise ValidationError({"product": _("No partner answers for this product today.")}, code="partner")
    ticket.partner = partner
    report = ticket.messages.filter(kind=Message.Kind.CUSTOMER).order_by("at", "pk").first()
    emails.tell_partner(ticket, partner, report=report.text if report else "", now=now)
    return {"name": partner.name, "partner": partner.pk}


def price_told(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """Give what the record of an out-of-scope notice keeps: what a consultant cost that day."""
    return _kept(hour_price(ticket.contract, local_day(ticket.tenant, now)))


def billable_words(name: str, price: HourPrice | None) -> str:
    """Say why time is billable, in the active language."""
    if price is None:
        return (_("Handed over to %(name)s") % {"name": name})[:200]
    words = {"name": name[:120], "price": money(price.amount, price.currency)}
    return _("Handed over to %(name)s at %(price)s an hour") % words


def _kept(price: HourPrice | None) -> dict[str, Any]:
    return {"price": str(price.amount), "currency": price.currency} if price else {}
