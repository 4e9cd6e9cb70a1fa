"""Which months have surveys, and what can be said of a change between two of them."""

from dataclasses import dataclass
from datetime import date, tzinfo

from django.db.models import DateTimeField, Max, Min
from django.db.models.functions import Coalesce

from accounts.months import add_months, month_of, months_between
from surveys.models import Invitation
from surveys.nps import Interval, difference, is_different
from surveys.selectors import ROLLING, MonthFigures, monthly_nps, rolling_12

# The moment a survey was sent, or was to be sent.
ASKED_AT = Coalesce("sent_at", "send_at", output_field=DateTimeField())


class NpsMonths:
    """Every month from the first survey to the last, those without one too; figures are asked for by month."""

    def __init__(self, months: list[date], figures: list[MonthFigures]) -> None:
        self.months = months
        self._by_month = {each.month: each for each in figures}
        self._rolling = {each.month: each for each in rolling_12(figures)}

    def of(self, month: date) -> MonthFigures:
        """Give a month's figures."""
        return self._by_month[month]

    def rolling(self, month: date) -> MonthFigures:
        """Give the figures of the twelve months that end with it."""
        return self._rolling[month]

    def before(self, month: date) -> MonthFigures | None:
        """Give the latest earlier month with answers, within a year."""
        earlier = (self._by_month.get(add_months(month, -step)) for step in range(1, ROLLING + 1))
        return next((each for each in earlier if each and each.answers), None)


def nps_months(this_month: date, zone: tzinfo) -> NpsMonths:
    """Give all months with surveys, at least the present one. Two queries.

    A month before the first has figures as well, two years back: twelve are shown, each with twelve before it.
    """
    asked = Invitation.objects.exclude(reason=Invitation.Reason.IMPORTED).annotate(asked_at=ASKED_AT)
    ends = asked.aggregate(first=Min("asked_at"), last=Max("asked_at"))
    first = month_of(ends["first"], zone) if ends["first"] else this_month
    last = min(month_of(ends["last"], zone), this_month) if ends["last"] else this_month
    first = min(first, last)
    return NpsMonths(months_between(first, last), monthly_nps(add_months(first, 2 - 2 * ROLLING), last, zone))


@dataclass(frozen=True)
class Change:
    """What two months with answers say about each other: `points` between their scores, and the interval of it."""

    before: MonthFigures
    points: float
    interval: Interval
    is_certain: bool


def change_to(after: MonthFigures, before: MonthFigures | None) -> Change | None:
    """Compare a month with an earlier one; None where either has no answers."""
    if before is None or before.score is None or after.score is None:
        return None
    return Change(
        before,
        after.score - before.score,
        difference(before.tally, after.tally),
        is_different(before.tally, after.tally),
    )
