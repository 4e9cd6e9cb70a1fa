"""A period's satisfaction: its months, the twelve that end with each, the period before, and the parts."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from accounts.months import add_months, months_between
from reports.figures import Cells, Filters, Period, SurveyFigures
from reports.raw.surveys import SurveyPart, invitations_of, survey_cells, survey_parts
from reports.selectors.nps_months import Change, change_to
from surveys.nps import ROLLING, Tally, tally_of_counts
from surveys.selectors import MonthFigures, rolling_12

# With fewer answers a part's score is not shown: the interval would be some 80 points wide or wider.
ENOUGH = 10


@dataclass(frozen=True)
class NpsPeriod:
    """What was counted. `months` and `rolling` are of the same months: the period's, at least twelve."""

    period: Period
    now: SurveyFigures
    before: SurveyFigures
    months: list[MonthFigures]
    rolling: list[MonthFigures]
    severities: dict[str, SurveyFigures]
    parts: list[SurveyPart]

    @property
    def change(self) -> Change | None:
        """Compare with the period before; None unless both have ENOUGH answers."""
        if min(self.now.answered, self.before.answered) < ENOUGH:
            return None
        return change_to(figures_of(self.period.first, self.now), figures_of(self.period.before.first, self.before))


def tally_of(figures: SurveyFigures) -> Tally:
    """Give promoters, passives and detractors."""
    return tally_of_counts(figures.scores)


def figures_of(month: date, figures: SurveyFigures) -> MonthFigures:
    """Give the figures with what is reckoned from them."""
    return MonthFigures(month, figures.sent, tally_of(figures))


def nps_period(period: Period, filters: Filters, member: Membership) -> NpsPeriod:
    """Count what a member may see of a period. Two queries."""
    within = invitations_of(member)
    shown = months_between(min(period.first, add_months(period.last, 1 - ROLLING)), period.last)
    first = min(add_months(shown[0], 1 - ROLLING), period.before.first)
    cells = survey_cells(Period(first, period.last, period.zone), filters, within=within)
    by_month = cells.by("month")
    counted = [
        figures_of(month, by_month.get((month,), SurveyFigures()))
        for month in months_between(add_months(shown[0], 1 - ROLLING), period.last)
    ]
    this = _only(cells, period)
    return NpsPeriod(
        period=period,
        now=this.total(),
        before=_only(cells, period.before).total(),
        months=counted[ROLLING - 1 :],
        rolling=rolling_12(counted),
        severities={str(key): figures for (key,), figures in this.by("severity").items()},
        parts=survey_parts(period, filters, within=within),
    )


def _only(cells: Cells[SurveyFigures], period: Period) -> Cells[SurveyFigures]:
    return Cells(SurveyFigures, (cell for cell in cells if period.first <= cell[0].month <= period.last))
