"""What is asked of the queue: a view and filters, read from the address and written back to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.models import Membership
from sla.models import Severity
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.selectors.search_filters import bounds
from tickets.selectors.queue_order import ALL_PARTS

VIEWS = ("next", "breached", "risk", "mine", "unassigned", "waiting", "resolved", "no_contract")
WAITING = (Ticket.Status.WAITING_CUSTOMER, Ticket.Status.WAITING_THIRD_PARTY)
DONE = (Ticket.Status.RESOLVED, Ticket.Status.CLOSED)
# A search shows the newest hits, and no more than a person reads.
MOST_HITS = 500


@dataclass(frozen=True)
class QueueFilter:
    """Empty fields do not filter; `customer` is a key, `company` a part of a customer's name. What the address says and
    is not understood is left out.
    """

    view: str = "next"
    severity: str = ""
    status: str = ""
    assignee: str = ""
    team: str = ""
    product: str = ""
    customer: str = ""
    company: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the address."""
        values = {field.name: query.get(field.name, "").strip()[:200] for field in fields(cls)}
        if values["view"] not in VIEWS:
            values["view"] = "next"
        if values["severity"] not in Severity.values:
            values["severity"] = ""
        if values["status"] not in Ticket.Status.values:
            values["status"] = ""
        if values["assignee"] not in ("me", "none"):
            values["assignee"] = _key(values["assignee"])
        for name in ("team", "product", "customer"):
            values[name] = _key(values[name])
        return cls(**{name: value.replace("\0", "") for name, value in values.items()})

    def query(self, **changes: str) -> str:
        """Write the address with some fields changed; the default view and empty fields are left out."""
        other = replace(self, **changes)
        values = [(field.name, getattr(other, field.name)) for field in fields(other)]
        text = urlencode([(name, value) for name, value in values if value and (name, value) != ("view", "next")])
        return f"?{text}" if text else ""

    @property
    def on(self) -> list[str]:
        """Name the filters that are on, the view aside."""
        return [field.name for field in fields(self) if field.name != "view" and getattr(self, field.name)]

    @property
    def parts(self) -> tuple[int, ...]:
        """Say in which parts of the queue the tickets asked for can stand (queue_order)."""
        return ALL_PARTS

    def apply(self, tickets: TicketQuerySet, *, member: Membership, now: datetime) -> TicketQuerySet:
        """Keep the tickets asked for. A search or a status in the first view looks at done tickets as well."""
        if self.view != "next" or not (self.q or self.status):
            tickets = tickets.filter(view_condition(self.view, member=member, now=now))
        if self.severity:
            tickets = tickets.filter(severity=self.severity)
        if self.status:
            tickets = tickets.filter(status=self.status)
        if self.assignee == "none":
            tickets = tickets.filter(assignee=None)
        elif self.assignee:
            tickets = tickets.filter(assignee=member.pk if self.assignee == "me" else int(self.assignee))
        for name in ("team", "product", "customer"):
            if getattr(self, name):
                tickets = tickets.filter(**{name: int(getattr(self, name))})
        if self.company:
            tickets = tickets.filter(customer__name__icontains=self.company)
        return tickets.filter(pk__in=found(self.q, member)) if self.q else tickets


def view_condition(view: str, *, member: Membership, now: datetime) -> Q:
    """Give what a built-in view holds."""
    is_open = Q(status__in=Ticket.OPEN_STATUSES)
    running = Q(queue_section=Ticket.Section.RUNNING)
    return {
        "next": is_open,
        "breached": running & Q(next_due_at__lt=now),
        "risk": running & Q(next_risk_at__lte=now, next_due_at__gte=now),
        "mine": is_open & Q(assignee=member),
        "unassigned": is_open & Q(assignee=None),
        "waiting": Q(status__in=WAITING),
        "resolved": Q(status__in=DONE, resolved_at__gte=week_start(now, ZoneInfo(member.tenant.zone))),
        "no_contract": is_open & Q(queue_section=Ticket.Section.NO_CONTRACT),
    }[view]


def week_start(now: datetime, zone: ZoneInfo) -> datetime:
    """Give Monday's midnight in the tenant's zone."""
    local = now.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())


def found(words: str, member: Membership) -> RawSQL:
    """Give the ids of the newest hits by the desk's search, of those whose customers this member sees."""
    asked = json.dumps(bounds(member))
    return RawSQL("SELECT ticket_id FROM search_desk(%s, %s, %s)", (words, asked, MOST_HITS))


def _key(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 18 else ""
