"""Why solved tickets were not asked about: counts by reason and month, and the tickets behind each.

A survey not sent belongs to the month in which it was to be sent, as in the funnel (docs/dashboards.md).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from accounts.months import add_months, month_start, months_between
from surveys.models import Invitation


@dataclass(frozen=True)
class ReasonRow:
    """A reason with its count in each of the months asked for, in their order."""

    reason: str
    label: str
    counts: list[tuple[date, int]]

    @property
    def total(self) -> int:
        """Give the sum of the months."""
        return sum(count for _month, count in self.counts)


def not_sent_by_month(first: date, last: date, zone: tzinfo) -> list[ReasonRow]:
    """Give a row for each reason that occurred from the first to the last month, the most frequent first. One query.

    A month is the date of its first day, and is cut in `zone` (the tenant's).
    """
    rows: Iterable[Any] = (
        _not_sent(first, last, zone)
        .annotate(month=TruncMonth("send_at", tzinfo=zone))
        .values("reason", "month")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[str, Counter[date]] = {}
    for row in rows:
        found.setdefault(row["reason"], Counter())[row["month"].date()] += row["count"]
    months = months_between(first, last)
    table = [
        ReasonRow(reason, str(Invitation.Reason(reason).label), [(month, counts[month]) for month in months])
        for reason, counts in found.items()
    ]
    return sorted(table, key=lambda row: (-row.total, row.label))


def not_sent_tickets(month: date, zone: tzinfo, reason: str = "") -> QuerySet[Invitation]:
    """Give the invitations behind a month's counts, of one reason or of all, the latest first."""
    rows = _not_sent(month, month, zone).select_related("ticket__customer", "contact").order_by("-send_at", "-pk")
    return rows.filter(reason=reason) if reason else rows


def _not_sent(first: date, last: date, zone: tzinfo) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        state=Invitation.State.NOT_SENT,
        send_at__gte=month_start(first, zone),
        send_at__lt=month_start(add_months(last, 1), zone),
    )
