"""Why solved tickets were not asked about, and who was not reminded: counts by reason and month, and the tickets behind
the former.

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
    labels = dict(Invitation.Reason.choices)
    return _by_month(_not_sent(first, last, zone), "reason", "send_at", labels, months_between(first, last), zone)


def not_reminded_by_month(first: date, last: date, zone: tzinfo) -> list[ReasonRow]:
    """Give the same of the reminders that were let be, by the month in which the survey was sent. One query."""
    sent = Invitation.objects.exclude(not_reminded="").filter(
        sent_at__gte=month_start(first, zone), sent_at__lt=month_start(add_months(last, 1), zone)
    )
    labels = dict(Invitation.LetBe.choices)
    return _by_month(sent, "not_reminded", "sent_at", labels, months_between(first, last), zone)


def _by_month(
    found: QuerySet[Invitation], reason: str, at: str, labels: dict[str, Any], months: list[date], zone: tzinfo
) -> list[ReasonRow]:
    rows: Iterable[Any] = (
        found.annotate(month=TruncMonth(at, tzinfo=zone)).values(reason, "month").annotate(count=Count("*")).order_by()
    )
    counted: dict[str, Counter[date]] = {}
    for row in rows:
        counted.setdefault(row[reason], Counter())[row["month"].date()] += row["count"]
    table = [
        ReasonRow(key, str(labels[key]), [(month, counts[month]) for month in months])
        for key, counts in counted.items()
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
