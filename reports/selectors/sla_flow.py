"""Tickets in and out: what the common figures do not have. Definitions: docs/dashboards.md, "In and out"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import TruncMonth

from reports.figures import Filters, Period
from reports.selectors.keeping import kept
from sla.models import Severity
from tickets.models import Deflection, Ticket, TicketEvent

# Younger than so many days; the last has no end.
BANDS = (1, 3, 7, 14, 30, None)


def is_raised() -> Q:
    """Keep the decisions for a higher severity than the one before."""
    steps = Q()
    higher: list[str] = []
    for severity in Severity.values:  # the highest first
        if higher:
            steps |= Q(data__before=severity, data__severity__in=[*higher])
        higher.append(severity)
    return Q(kind=TicketEvent.Kind.SEVERITY) & steps


def raised(period: Period, filters: Filters) -> dict[date, int]:
    """Count by month how often a severity was raised. One query."""
    rows: Iterable[Any] = (
        TicketEvent.objects.filter(
            is_raised(),
            kept(filters, ticket="ticket__", severity="ticket__severity"),
            at__gte=period.start,
            at__lt=period.end,
        )
        .annotate(month=TruncMonth("at", tzinfo=period.zone))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return {row["month"].date(): row["count"] for row in rows}


def backlog(filters: Filters, *, now: datetime) -> list[int]:
    """Count the tickets open now by their age, a number for each of BANDS; a day is 24 hours. One query."""
    younger = [
        When(opened_at__gt=now - timedelta(days=days), then=Value(place)) for place, days in enumerate(BANDS) if days
    ]
    band = Case(*younger, default=Value(len(BANDS) - 1), output_field=IntegerField())
    rows: Iterable[Any] = (
        Ticket.objects.filter(kept(filters), status__in=Ticket.OPEN_STATUSES)
        .annotate(band=band)
        .values("band")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = {row["band"]: row["count"] for row in rows}
    return [found.get(place, 0) for place in range(len(BANDS))]


@dataclass(frozen=True)
class Helped:
    """Questions not filed: how many an article answered, and how many a solved ticket."""

    articles: int = 0
    tickets: int = 0

    def __add__(self, other: "Helped") -> "Helped":
        return Helped(self.articles + other.articles, self.tickets + other.tickets)


def deflected(period: Period, filters: Filters) -> dict[date, Helped] | None:
    """Count by month what was never filed. None under a filter other than the customer's, which it has nothing of.

    One query at most.
    """
    if filters.severity or set(filters.given) - {"customer"}:
        return None
    whose = Q(contact__customer=filters.customer) if filters.customer else Q()
    rows: Iterable[Any] = (
        Deflection.objects.filter(whose, at__gte=period.start, at__lt=period.end)
        .annotate(month=TruncMonth("at", tzinfo=period.zone))
        .values("month")
        .annotate(articles=Count("article"), tickets=Count("ticket"))
        .order_by()
    )
    return {row["month"].date(): Helped(row["articles"], row["tickets"]) for row in rows}
