"""What falls due before closing, by hour and by agent, and who is at work."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Max, QuerySet

from accounts.models import Role
from reports.selectors.sla_hours import LAST_SECOND
from reports.selectors.today_window import Window, hour_of
from sla.models import Metric
from tickets.models import SlaClock, TicketEvent

AT_WORK = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """One deadline before closing; `agent` is None where nobody has the ticket."""

    at: datetime
    is_risk: bool
    agent: int | None
    name: str


@dataclass(frozen=True)
class Agent:
    """Somebody at work or with a deadline: when they last did something (None: not in the last hour)."""

    pk: int | None
    name: str
    seen: datetime | None
    due: int
    risk: int
    first: datetime | None


def clocks_due(window: Window) -> QuerySet[SlaClock]:
    """Give the running clocks that breach before closing if nothing happens, the earliest deadline first."""
    # All metrics are named for the index on (tenant, metric, due_at).
    clocks = SlaClock.objects.filter(metric__in=Metric.values, due_at__gte=window.now, due_at__lte=window.closes)
    return clocks.filter(state=SlaClock.State.RUNNING).order_by("due_at", "pk")


def deadlines(window: Window) -> list[Due]:
    """Give all of them, small. One query."""
    rows: Any = clocks_due(window).values_list("due_at", "risk_at", "ticket__assignee", "ticket__assignee__user__name")
    return [Due(due, risk <= window.now, agent, name or "") for due, risk, agent, name in rows]


def at_work(now: datetime) -> dict[int, tuple[str, datetime]]:
    """Give agents and managers who did something on a ticket in the last hour: name, and when last. One query."""
    events = TicketEvent.objects.filter(at__gt=now - AT_WORK, at__lte=now, actor__is_active=True)
    found: Any = events.filter(actor__role__in=[Role.AGENT, Role.MANAGER]).order_by()
    rows = found.values_list("actor", "actor__user__name").annotate(last=Max("at"))
    return {pk: (name, last) for pk, name, last in rows}


def by_hour(due: list[Due], window: Window, zone: tzinfo) -> dict[datetime, int]:
    """Count by the hour in which a deadline passes; the hours of the opening stand there without any, too."""
    counts = Counter(hour_of(each.at - LAST_SECOND, zone) for each in due)
    return {hour: counts[hour] for hour in sorted({*counts, *window.hours(zone)})}


def by_agent(due: list[Due], working: dict[int, tuple[str, datetime]]) -> list[Agent]:
    """Give everybody at work or with a deadline: nobody's first, then the most deadlines. `due` is in time order."""
    names: dict[int | None, str] = {pk: name for pk, (name, _last) in working.items()}
    names |= {each.agent: each.name for each in due}
    found = []
    for pk, name in names.items():
        own = [each for each in due if each.agent == pk]
        seen = working[pk][1] if pk in working else None
        found.append(Agent(pk, name, seen, len(own), sum(e.is_risk for e in own), own[0].at if own else None))
    return sorted(found, key=lambda agent: (agent.pk is not None, -agent.due, agent.name.casefold(), agent.pk or 0))
