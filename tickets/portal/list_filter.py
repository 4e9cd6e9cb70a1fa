"""What is asked of a list of the customer's tickets, read from the address and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from contracts.models import Contact, Product
from sla.models import Severity
from tickets.models import Ticket, TicketWatcher
from tickets.querysets import TicketQuerySet
from tickets.selectors.portal_search import portal_hits
from tickets.selectors.search_filters import PERIODS, period_choices

OPEN, WAITING, SOLVED = "open", "waiting", "solved"
FILED, COPIED = "filed", "copied"
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class ListFilter:
    """Empty fields do not filter. `product` is a key, `period` days back, `who` a contact's key on the company's list,
    on one's own FILED or COPIED. What the address says and is not understood is left out.
    """

    q: str = ""
    status: str = ""
    severity: str = ""
    product: str = ""
    period: str = ""
    who: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], *, is_company: bool) -> Self:
        """Read the address."""
        values = {field.name: query.get(field.name, "").replace("\0", "").strip()[:200] for field in fields(cls)}
        known = {"status": (OPEN, WAITING, SOLVED), "severity": tuple(Severity.values), "period": PERIODS}
        if not is_company:
            known["who"] = (FILED, COPIED)
        for name in ("status", "severity", "period", "product", "who"):
            understood = values[name] in known[name] if name in known else _is_key(values[name])
            if not understood:
                values[name] = ""
        return cls(**values)

    def query(self, **changes: str) -> str:
        """Write the address with some fields changed, others added; empty ones are left out."""
        mine = {field.name for field in fields(self)}
        other = replace(self, **{name: value for name, value in changes.items() if name in mine})
        pairs = [(field.name, getattr(other, field.name)) for field in fields(other)]
        pairs += [(name, value) for name, value in changes.items() if name not in mine]
        text = urlencode([(name, value) for name, value in pairs if value])
        return f"?{text}" if text else ""

    @property
    def is_on(self) -> bool:
        """Say whether anything is left out of the list."""
        return self != type(self)()

    @property
    def more_on(self) -> int:
        """Count the filters beside words and status that are on."""
        return sum(bool(value) for value in (self.severity, self.product, self.period, self.who))

    def applied(self, tickets: TicketQuerySet, contact: Contact, *, is_company: bool, now: datetime) -> TicketQuerySet:
        """Keep the tickets asked for. 1 query where there are words, to find them."""
        if self.q:
            asked: dict[str, Any] = {} if is_company else {"mine": True}
            tickets = tickets.filter(pk__in=[hit.ticket for hit in portal_hits(contact.pk, self.q, **asked)])
        if self.status == WAITING:
            tickets = tickets.filter(status=Ticket.Status.WAITING_CUSTOMER)
        elif self.status:
            done = (Ticket.Status.RESOLVED, Ticket.Status.CLOSED)
            tickets = tickets.filter(status__in=Ticket.OPEN_STATUSES if self.status == OPEN else done)
        if self.severity:
            tickets = tickets.filter(severity=self.severity)
        if self.product:
            tickets = tickets.filter(product=int(self.product))
        if self.period:
            tickets = tickets.filter(opened_at__gte=now - timedelta(days=int(self.period)))
        return self._by_whom(tickets, contact)

    def _by_whom(self, tickets: TicketQuerySet, contact: Contact) -> TicketQuerySet:
        if self.who == FILED:
            return tickets.filter(contact=contact)
        if self.who == COPIED:
            return tickets.filter(pk__in=TicketWatcher.objects.filter(contact=contact).values("ticket"))
        return tickets.filter(contact=int(self.who)) if self.who else tickets


@dataclass(frozen=True)
class Choice:
    """One list to choose from: its name in the address, its label, what is chosen, and what can be."""

    name: str
    label: str
    value: str
    options: Options


def choices(asked: ListFilter, contact: Contact, *, is_company: bool) -> list[Choice]:
    """Give what can be chosen beside the words. 1 query for the products, 1 for the company's people."""
    states = [(OPEN, _("Not solved")), (WAITING, _("Waiting for your answer")), (SOLVED, _("Solved"))]
    products = [(str(pk), name) for pk, name in Product.objects.values_list("pk", "name")]
    if is_company:
        people = Contact.objects.filter(customer=contact.customer_id).order_by("name", "pk")
        who = [(str(pk), name) for pk, name in people.values_list("pk", "name")]
    else:
        who = [(FILED, _("Filed by me")), (COPIED, _("I am copied"))]
    found = [
        Choice("status", _("Show"), asked.status, states),
        Choice("severity", _("How bad"), asked.severity, [(value, str(label)) for value, label in Severity.choices]),
        Choice("product", _("Product"), asked.product, products),
        Choice("period", _("Period"), asked.period, period_choices()),
        Choice("who", _("Who"), asked.who, who),
    ]
    return [choice for choice in found if choice.options]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
