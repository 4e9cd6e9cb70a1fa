"""What is asked of the queue: a view and filters, read from the address and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.access import AGENTS
from accounts.models import Membership
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.selectors.queue_fields import FIELDS
from tickets.selectors.queue_order import ALL_PARTS, AT_RISK, DONE, OPEN_PARTS

VIEWS = ("next", "breached", "risk", "mine", "unassigned", "waiting", "resolved", "leads", "no_contract")
PARTS = {
    "breached": (AT_RISK,),
    "risk": (AT_RISK,),
    "resolved": (DONE,),
    "no_contract": (Ticket.Section.NO_CONTRACT.value,),
}
WAITING = (Ticket.Status.WAITING_CUSTOMER, Ticket.Status.WAITING_THIRD_PARTY)
DONE_STATUSES = (Ticket.Status.RESOLVED, Ticket.Status.CLOSED)


@dataclass(frozen=True)
class QueueFilter:
    """A built-in view, the values of the filters that are on, by name, and the key of the saved view they came from.
    What the address says and is not understood is left out.
    """

    view: str = "next"
    values: dict[str, str] = field(default_factory=dict)
    saved: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the address."""
        view, saved = query.get("view", ""), query.get("saved", "")
        values = {f.name: f.clean(query.get(f.name, "").replace("\0", "").strip()[:200]) for f in FIELDS}
        return cls(
            view if view in VIEWS else "next",
            {name: value for name, value in values.items() if value},
            saved if saved.isascii() and saved.isdigit() and len(saved) < 18 else "",
        )

    def query(self, *, without: str = "", saved: str = "") -> str:
        """Write the address, without one of the filters; the first view is left out. Equal questions, equal text."""
        pairs = [("view", self.view)] if self.view != "next" else []
        pairs += [(f.name, self.values[f.name]) for f in FIELDS if f.name in self.values and f.name != without]
        pairs += [("saved", saved)] if saved else []
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def takes_done(self) -> bool:
        """Say whether done tickets are looked at: by their own view, and by a search or a status in the first one."""
        open_status = self.values.get("status") not in (None, *DONE_STATUSES)
        return self.view == "resolved" or (
            self.view == "next" and bool({"q", "status"} & set(self.values)) and not open_status
        )

    @property
    def parts(self) -> tuple[int, ...]:
        """Say in which parts of the queue the tickets asked for can stand (queue_order)."""
        return PARTS.get(self.view, ALL_PARTS if self.takes_done else OPEN_PARTS)

    def eyes(self, member: Membership) -> int:
        """Say for whom the tickets asked for are these: 0 for everybody who sees all of the desk, else the member."""
        is_own = self.view == "mine" or self.values.get("assignee") == "me"
        return 0 if member.role in AGENTS and not is_own else member.pk

    def apply(self, tickets: TicketQuerySet, *, member: Membership, now: datetime) -> TicketQuerySet:
        """Keep the tickets asked for."""
        if not (self.view == "next" and self.takes_done):
            tickets = tickets.filter(view_condition(self.view, member=member, now=now))
        for f in FIELDS:
            if f.name in self.values:
                tickets = tickets.filter(f.condition(self.values[f.name], member=member, now=now))
        return tickets


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
        "resolved": Q(status__in=DONE_STATUSES, resolved_at__gte=midnight(now, ZoneInfo(member.tenant.zone))),
        "leads": is_open & Q(kind=Ticket.Kind.LEAD),
        "no_contract": is_open & Q(queue_section=Ticket.Section.NO_CONTRACT),
    }[view]


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """Give the beginning of the day in the tenant's zone."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
