"""Whether a question looks like work to order, which no plan covers (domain: general guidance; not work to order)."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.formats import money
from contracts.models import Contract, Customer
from contracts.selectors import hour_price, local_day
from tickets.selectors.notices import discount_words

# Beginnings of words with which customers order work. A hint while the subject is typed, in whatever language it is: it
# decides nothing, and a question that was meant is answered as one.
ORDERS = {
    "sv": "anpassning skräddarsy specialanpass utveckl programmer konverter migrer offert utbildning",
    "da": "tilpasning skræddersy specialtilpas udvikl programmer konverter migrer tilbud undervisning kursus",
    "en": "customi bespoke develop convert migrat quote training course",
}
_ORDERS = re.compile(rf"\b(?:{'|'.join(sorted({word for words in ORDERS.values() for word in words.split()}))})", re.I)
# What says that something which is there fails: then it is a fault and no order.
FAULTS = "fel fejl error virker fung fail wrong inte ikke not cannot can't stann stop krasch crash"
_FAULTS = re.compile(rf"\b(?:{'|'.join(FAULTS.split())})", re.I)


def looks_like_order(subject: str) -> bool:
    """Say whether a subject orders work rather than asks or reports a fault."""
    return bool(_ORDERS.search(subject)) and not _FAULTS.search(subject) and "?" not in subject


def order_words(subject: str, *, customer: Customer, contract: Contract | None, now: datetime) -> str:
    """Say what such work costs; empty where the subject does not look like it. 1 query where it does."""
    if not looks_like_order(subject):
        return ""
    price = hour_price(contract, local_day(customer.tenant, now))
    if price is None:
        return _("This looks like work to order, which no plan covers. You are told the price before anything is done.")
    text = _("This looks like work to order: billed at %(price)s an hour.") % {
        "price": money(price.amount, price.currency)
    }
    return " ".join(filter(None, [text, discount_words(price), _("Nothing is billed before you have agreed.")]))
