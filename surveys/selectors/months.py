"""NPS by month. Months are cohorts: an answer counts in the month in which its invitation was sent, so that answers
and response rate belong to the same people (docs/dashboards.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from accounts.months import add_months, month_start, months_between
from surveys.models import Invitation
from surveys.nps import DETRACTOR_TO, PROMOTER_FROM, ROLLING, Interval, Tally, interval, response_rate, rolling

__all__ = ["ROLLING", "MonthFigures", "monthly_nps", "rolling_12"]


@dataclass(frozen=True)
class MonthFigures:
    """One month, or the twelve that end with it: how many were asked, and what they answered."""

    month: date
    sent: int
    tally: Tally

    @property
    def answers(self) -> int:
        """Give the number of answers."""
        return self.tally.answers

    @property
    def score(self) -> float | None:
        """Give NPS from −100 to 100; None without answers."""
        return self.tally.score

    @property
    def interval(self) -> Interval:
        """Give its 95 % interval."""
        return interval(self.tally)

    @property
    def response_rate(self) -> float | None:
        """Give answers per invitation sent, 0 to 1; None where none was sent."""
        return response_rate(self.answers, self.sent)


def monthly_nps(first_month: date, last_month: date, zone: tzinfo) -> list[MonthFigures]:
    """Give the figures of each month from the first to the last, months without a survey too. One query.

    A month is the date of its first day, and is cut in `zone` (the tenant's).
    """
    score = "answers__score"
    sent = Invitation.objects.filter(
        state=Invitation.State.SENT,
        sent_at__gte=month_start(first_month, zone),
        sent_at__lt=month_start(add_months(last_month, 1), zone),
    )
    rows: Iterable[Any] = (
        sent.annotate(month=TruncMonth("sent_at", tzinfo=zone))
        .values("month")
        .annotate(
            sent=Count("pk"),
            answered=Count(score),
            promoters=Count(score, filter=Q(**{f"{score}__gte": PROMOTER_FROM})),
            detractors=Count(score, filter=Q(**{f"{score}__lte": DETRACTOR_TO})),
        )
        .order_by()
    )
    found = {row["month"].date(): row for row in rows}
    return [_figures(month, found.get(month)) for month in months_between(first_month, last_month)]


def _figures(month: date, row: Any) -> MonthFigures:
    if row is None:
        return MonthFigures(month, 0, Tally())
    promoters, detractors = row["promoters"], row["detractors"]
    return MonthFigures(month, row["sent"], Tally(promoters, row["answered"] - promoters - detractors, detractors))


def rolling_12(months: list[MonthFigures]) -> list[MonthFigures]:
    """Give, for each month from the twelfth on, the twelve months that end with it taken together.

    Ask monthly_nps for eleven months more than are to be shown.
    """
    windows = rolling([figures.tally for figures in months])
    return [
        MonthFigures(months[end].month, sum(figures.sent for figures in months[end + 1 - ROLLING : end + 1]), tally)
        for end, tally in enumerate(windows, ROLLING - 1)
    ]
