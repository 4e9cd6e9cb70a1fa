"""Tickets in and out: what the common figures do not have. Definitions: docs/dashboards.md, "Tickets in and out"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from reports.figures import Filters, Period
from reports.selectors.filtering import kept
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


def in_band(place: int, *, now: datetime) -> Q:
    """Keep the tickets of an age: one of BANDS by its place."""
    younger, older = BANDS[place], BANDS[place - 1] if place else None
    found = Q(opened_at__gt=now - timedelta(days=younger)) if younger else Q()
    return found & Q(opened_at__lte=now - timedelta(days=older)) if older else found


def age_names() -> list[str]:
    """Name the ages of BANDS."""
    texts, from_days = [], 0
    for days in BANDS:
        if days is None:
            texts.append(_("%(first)s days and older") % {"first": from_days})
        elif not from_days:
            texts.append(_("Under a day"))
        else:
            texts.append(_("%(first)s to %(last)s days") % {"first": from_days, "last": days})
        from_days = days or 0
    return texts


def old_text(ages: list[int]) -> str:
    """Say how many of a backlog are of the oldest age."""
    return ngettext("%(count)s for 30 days or more", "%(count)s for 30 days or more", ages[-1]) % {
        "count": formats.decimal(ages[-1], 0)
    }


def tickets_counted(filters: Filters) -> QuerySet[Ticket]:
    """Give the tickets that count: all but spam, which nobody asked."""
    return Ticket.objects.filter(kept(filters)).exclude(kind=Ticket.Kind.SPAM)


def is_unsolved() -> Q:
    """Keep the tickets that were closed without a solution: merged into another, or only recorded."""
    return Q(status=Ticket.Status.CLOSED, resolved_at=None)


def closed_unsolved(since: datetime, period: Period, filters: Filters) -> dict[date, int]:
    """Count by month the tickets closed since then without a solution. One query."""
    rows: Iterable[Any] = (
        tickets_counted(filters)
        .filter(is_unsolved(), closed_at__gte=since)
        .annotate(month=TruncMonth("closed_at", tzinfo=period.zone))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return {row["month"].date(): row["count"] for row in rows}


@dataclass(frozen=True)
class Helped:
    """Questions not filed: how many an article answered, and how many a solved ticket."""

    articles: int = 0
    tickets: int = 0

    def __add__(self, other: "Helped") -> "Helped":
        return Helped(self.articles + other.articles, self.tickets + other.tickets)


def can_tell_helped(filters: Filters) -> bool:
    """Say whether questions not filed are known under these filters: they have a customer and nothing else."""
    return not filters.severity and not set(filters.given) - {"customer"}


def helped_in(period: Period, filters: Filters) -> QuerySet[Deflection]:
    """Give a period's questions that were not filed; none where can_tell_helped says no."""
    if not can_tell_helped(filters):
        return Deflection.objects.none()
    whose = Q(contact__customer=filters.customer) if filters.customer else Q()
    return Deflection.objects.filter(whose, at__gte=period.start, at__lt=period.end)


def deflected(period: Period, filters: Filters) -> dict[date, Helped] | None:
    """Count by month what was never filed. None under a filter other than the customer's, which it has nothing of.

    One query at most.
    """
    if not can_tell_helped(filters):
        return None
    rows: Iterable[Any] = (
        helped_in(period, filters)
        .annotate(month=TruncMonth("at", tzinfo=period.zone))
        .values("month")
        .annotate(articles=Count("article"), tickets=Count("ticket"))
        .order_by()
    )
    return {row["month"].date(): Helped(row["articles"], row["tickets"]) for row in rows}
