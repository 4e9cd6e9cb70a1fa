"""The tickets behind the figures: promises broken in a month, and those about to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import QuerySet

from reports.selectors.sla_months import in_month, is_breached
from tickets.models import SlaClock
from tickets.selectors.clocks import ClockBook, Reading

WITH = ("ticket__customer", "ticket__assignee__user")


@dataclass(frozen=True)
class Line:
    """One clock with its ticket. `over` are the open seconds past the deadline, 0 before it."""

    row: SlaClock
    reading: Reading

    @property
    def ticket(self) -> Any:
        """Give the ticket."""
        return self.row.ticket

    @property
    def assignee(self) -> str:
        """Give the name of who has it; an en dash for nobody."""
        return self.ticket.assignee.user.name if self.ticket.assignee else "–"

    @property
    def over(self) -> int:
        """Give the open seconds past the deadline."""
        return max(-self.reading.left, 0)


def breached_clocks(metric: str, month: date, *, now: datetime, zone: tzinfo) -> QuerySet[SlaClock]:
    """Give a month's broken promises, the latest deadline first."""
    clocks = SlaClock.objects.filter(in_month(metric, month, zone), is_breached(now))
    return clocks.select_related(*WITH).order_by("-due_at", "-pk")


def clocks_at_risk(metric: str, *, now: datetime) -> QuerySet[SlaClock]:
    """Give running clocks past their warning share whose deadline has not passed, the earliest deadline first."""
    clocks = SlaClock.objects.filter(metric=metric, state=SlaClock.State.RUNNING, risk_at__lte=now, due_at__gte=now)
    return clocks.select_related(*WITH).order_by("due_at", "pk")


def lines_of(*lists: Iterable[SlaClock], now: datetime, zone: tzinfo) -> list[list[Line]]:
    """Read the clocks of several lists at a moment. One query for the calendars of them all."""
    kept = [list(rows) for rows in lists]
    book = ClockBook([row for rows in kept for row in rows], now=now, zone=zone)
    return [[Line(row, book.read(row)) for row in rows] for rows in kept]
