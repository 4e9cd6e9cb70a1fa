"""Promises kept and broken, by month and severity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Q
from django.db.models.functions import TruncMonth

from accounts.months import add_months, month_of, month_start
from sla.models import Severity
from tickets.models import SlaClock

GOAL = 0.95
State = SlaClock.State


def is_met() -> Q:
    """Keep clocks that stopped in time."""
    return Q(state=State.MET)


def is_breached(now: datetime) -> Q:
    """Keep clocks that stopped late, and those whose deadline has passed while they still ran."""
    still_running = Q(state=State.RUNNING, due_at__lt=now)
    paused_too_late = Q(state=State.PAUSED, due_at__lt=F("paused_at"))
    return Q(state=State.BREACHED) | still_running | paused_too_late


@dataclass(frozen=True)
class Kept:
    """How many promises were kept, and how many broken."""

    met: int = 0
    breached: int = 0

    @property
    def due(self) -> int:
        """Give the number of promises that counted."""
        return self.met + self.breached

    @property
    def share(self) -> float | None:
        """Give the share kept, 0 to 1; None where none counted."""
        return self.met / self.due if self.due else None

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.met + other.met, self.breached + other.breached)


class Months:
    """Kept and broken promises of one metric by month and severity; months without any are not in it."""

    def __init__(self, cells: dict[tuple[date, str], Kept]) -> None:
        self._cells = cells
        self.months = sorted({month for month, _severity in cells})

    def of(self, month: date, severity: str) -> Kept:
        """Give the figures of one severity in a month."""
        return self._cells.get((month, severity), Kept())

    def total(self, month: date) -> Kept:
        """Give the figures of a month."""
        return sum((self.of(month, severity) for severity in Severity.values), Kept())


def kept_by_month(metric: str, *, now: datetime, zone: tzinfo) -> Months:
    """Count a metric's clocks in the month their deadline falls in, by the zone's calendar. One query.

    Not counted: dropped clocks, those that may still be kept, and months to come.
    """
    end = month_start(add_months(month_of(now, zone), 1), zone)
    rows: Iterable[Any] = (
        SlaClock.objects.filter(is_met() | is_breached(now), metric=metric, due_at__lt=end)
        .annotate(month=TruncMonth("due_at", tzinfo=zone))
        .values("month", "severity")
        .annotate(met=Count("pk", filter=is_met()), counted=Count("pk"))
        .order_by()
    )
    return Months(
        {(row["month"].date(), row["severity"]): Kept(row["met"], row["counted"] - row["met"]) for row in rows}
    )


class Median(Aggregate):
    """The middle value, or the mean of the two in the middle."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def in_month(metric: str, month: date, zone: tzinfo) -> Q:
    """Keep a metric's clocks whose deadline falls in the month."""
    start, end = month_start(month, zone), month_start(add_months(month, 1), zone)
    return Q(metric=metric, due_at__gte=start, due_at__lt=end)


def median_used(metric: str, first: date, last: date, zone: tzinfo) -> dict[date, int]:
    """Give, by month, the median of the open seconds used by clocks that have stopped. One query."""
    due = Q(due_at__gte=month_start(first, zone), due_at__lt=month_start(add_months(last, 1), zone))
    rows: Iterable[Any] = (
        SlaClock.objects.filter(due, metric=metric, state__in=[State.MET, State.BREACHED])
        .annotate(month=TruncMonth("due_at", tzinfo=zone))
        .values("month")
        .annotate(median=Median("used_seconds"))
        .order_by()
    )
    return {row["month"].date(): round(row["median"]) for row in rows if row["median"] is not None}
