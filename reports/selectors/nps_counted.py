"""A period's satisfaction, counted: its months, the twelve that end with each, the period before, and its parts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.months import add_months, months_between
from reports.door import figures_for, ranking
from reports.figures import SCORES, Cells, Dimension, Period, SurveyFigures
from reports.forms_nps import NpsForm
from reports.selectors.breakdown import CUSTOMER, SEVERITY, Part, Parts, breakdown
from sla.models import Severity
from surveys.nps import ROLLING, tally_of_counts
from surveys.selectors import MonthFigures, rolling_12

# What the page tells figures apart by, under its name in an address.
PARTS: dict[str, Any] = {
    "team": _("Team"),
    "plan": _("Plan"),
    "product": _("Product"),
    SEVERITY: _("Severity"),
    "promise": _("Deadlines"),
    CUSTOMER: _("Customer"),
}


# What the table of parts shows.
COUNTED = ("resolved", "eligible", "sent", "answered", *(f"score_{score}" for score in range(SCORES)))


@dataclass(frozen=True)
class Counted:
    """What was counted. `months` and `rolling` are of the same months: the period's, at least twelve."""

    period: Period
    now: SurveyFigures
    before: SurveyFigures
    months: list[MonthFigures]
    rolling: list[MonthFigures]
    parts: Parts[SurveyFigures]


def nps_counted(form: NpsForm, by: str, *, most: int | None = None, now: datetime) -> Counted:
    """Count a period by one of PARTS, the most answers first and `most` of them at most, severities by rank. Four
    queries at most. The form is valid.
    """
    period = form.period
    shown = months_between(min(period.first, add_months(period.last, 1 - ROLLING)), period.last)
    begin = add_months(shown[0], 1 - ROLLING)
    whole = Period(min(begin, period.before.first), period.last, period.zone)
    cells = figures_for(SurveyFigures, whole, form.filters, now=now)
    by_month = cells.by("month")
    counted = [
        figures_of(month, by_month.get((month,), SurveyFigures())) for month in months_between(begin, period.last)
    ]
    this = _only(cells, period)
    return Counted(
        period=period,
        now=this.total(),
        before=_only(cells, period.before).total(),
        months=counted[ROLLING - 1 :],
        rolling=rolling_12(counted),
        parts=_severities(cells, period, most) if by == SEVERITY else _parts(form, by, most, now),
    )


def figures_of(month: date, figures: SurveyFigures) -> MonthFigures:
    """Give the figures with what is reckoned from them."""
    return MonthFigures(month, figures.sent, tally_of_counts(figures.scores))


def _only(cells: Cells[SurveyFigures], period: Period) -> Cells[SurveyFigures]:
    return Cells(SurveyFigures, (cell for cell in cells if period.first <= cell[0].month <= period.last))


def _severities(cells: Cells[SurveyFigures], period: Period, most: int | None) -> Parts[SurveyFigures]:
    now, before = (_only(cells, each).by("severity") for each in (period, period.before))
    nothing = SurveyFigures()
    shown = [
        Part(each.value, str(each.label), now.get((each.value,), nothing), before.get((each.value,), nothing))
        for each in Severity
        if (each.value,) in now or (each.value,) in before
    ]
    return Parts(shown[:most], len(shown))


def _parts(form: NpsForm, by: str, most: int | None, now: datetime) -> Parts[SurveyFigures]:
    periods = [form.period.before, form.period]

    def places() -> dict[str, float]:
        asked: Any = {"by": Dimension(by), "measures": ["answered"], "now": now}
        counts = ranking(SurveyFigures, periods, form.filters, **asked)
        return {key: -answers for key, (answers,) in counts.items()}

    return breakdown(
        SurveyFigures,
        by,
        form,
        periods,
        place=lambda part: -part.answered,
        places=places,
        only=COUNTED,
        most=most,
        now=now,
    )
