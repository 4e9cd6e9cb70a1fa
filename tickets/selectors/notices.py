"""What a customer could be told when somebody else takes over, as a text to start from."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.formats import decimal, money
from contracts.models import Product
from contracts.selectors import HourPrice, hour_price, local_day, partner_for
from tickets.models import Ticket

Outcome = Ticket.Outcome


def suggested_notice(
    ticket: Ticket, *, outcome: str, consultant: str, covered: bool, product: Product | None, now: datetime
) -> str:
    """Give the text in the contact's language; empty where nothing is to be told, or nobody is chosen yet."""
    day = local_day(ticket.tenant, now)
    language = (ticket.contact.language if ticket.contact else "") or ticket.tenant.language
    with translation.override(language):
        if outcome == Outcome.CONSULTANT and consultant:
            begin = _("%(name)s, a consultant with us, takes over your ticket.") % {"name": consultant}
            terms = _("Your contract covers it.") if covered else _price_words(hour_price(ticket.contract, day))
            return f"{begin} {terms}"
        if outcome == Outcome.OUT_OF_SCOPE:
            refusal = _("Your contract does not cover this.")
            return f"{refusal} {_offer_words(hour_price(ticket.contract, day))}"
        partner = partner_for(product or ticket.product, day) if outcome == Outcome.PARTNER else None
        if partner:
            words = {"name": partner.name, "product": (product or ticket.product)}
            return _("%(name)s answers for %(product)s. We have sent them your question and follow it for you.") % words
    return ""


def _price_words(price: HourPrice | None) -> str:
    if price is None:
        return _("The work from now on is billed by the hour.")
    text = _("The work from now on is billed at %(price)s an hour.") % {"price": money(price.amount, price.currency)}
    return f"{text} {discount_words(price)}".strip()


def _offer_words(price: HourPrice | None) -> str:
    if price is None:
        return _("A consultant can do it, billed by the hour. Answer if you want that.")
    words = {"price": money(price.amount, price.currency)}
    text = _("A consultant can do it at %(price)s an hour. Answer if you want that.") % words
    return f"{text} {discount_words(price)}".strip()


def discount_words(price: HourPrice) -> str:
    """Say how much the plan takes off; nothing where it does not."""
    if not price.discount:
        return ""
    places = 0 if price.discount == price.discount.to_integral_value() else 2
    share = {"percent": decimal(price.discount, places)}
    return _("Your plan’s discount of %(percent)s per cent is taken off.") % share
