"""A period's satisfaction, counted: its months, the twelve that end with each, the period before, and its parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.months import add_months, months_between
from contracts.models import Customer
from reports.door import figures_for, is_narrowed, parts_for
from reports.figures import SCORES, Cells, Dimension, Period, SurveyFigures
from reports.forms_nps import NpsForm
from sla.models import Severity
from surveys.nps import ROLLING, tally_of_counts
from surveys.selectors import MonthFigures, rolling_12

SEVERITY, CUSTOMER = "severity", "customer"
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
class Part:
    """One team's, plan's … surveys. `key` is "" for tickets without."""

    key: str
    name: str
    figures: SurveyFigures


@dataclass(frozen=True)
class Counted:
    """What was counted. `months` and `rolling` are of the same months: the period's, at least twelve."""

    period: Period
    now: SurveyFigures
    before: SurveyFigures
    months: list[MonthFigures]
    rolling: list[MonthFigures]
    parts: list[Part]


def nps_counted(form: NpsForm, by: str, *, most: int | None = None, now: datetime) -> Counted:
    """Count a period by one of PARTS, the most answers first, severities by rank. Four queries at most. Of customers
    the first `most` alone have their scores for certain.

    The form is valid.
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
        parts=_severities(this) if by == SEVERITY else _parts(form, by, most, now),
    )


def figures_of(month: date, figures: SurveyFigures) -> MonthFigures:
    """Give the figures with what is reckoned from them."""
    return MonthFigures(month, figures.sent, tally_of_counts(figures.scores))


def _only(cells: Cells[SurveyFigures], period: Period) -> Cells[SurveyFigures]:
    return Cells(SurveyFigures, (cell for cell in cells if period.first <= cell[0].month <= period.last))


def _severities(cells: Cells[SurveyFigures]) -> list[Part]:
    found = cells.by("severity")
    return [Part(each.value, str(each.label), found[each.value,]) for each in Severity if (each.value,) in found]


def _parts(form: NpsForm, by: str, most: int | None, now: datetime) -> list[Part]:
    dimension = Dimension(by)

    def counted(only: Sequence[str], keys: Sequence[str] | None = None) -> dict[str, SurveyFigures]:
        period = [form.period]
        cells = parts_for(SurveyFigures, period, form.filters, by=[dimension], only=only, keys=keys, now=now)
        return {str(key): figures for (key,), figures in cells[dimension].by("key").items()}

    # Customers may be thousands: their scores are read for those that are shown.
    few = by == CUSTOMER and most is not None and not is_narrowed(form.filters)
    found = counted(("answered",) if few else COUNTED)
    # Of customers the form names the one asked for.
    names = _customers(found) if by == CUSTOMER and form.filters.customer is None else form.names(by)
    parts = [Part(key, names.get(key) or pgettext("filter", "None"), figures) for key, figures in found.items()]
    parts.sort(key=lambda part: (-part.figures.answered, part.name.casefold(), part.key))
    if not few:
        return parts
    whole = counted(COUNTED, [part.key for part in parts[:most]])
    return [replace(part, figures=whole.get(part.key, part.figures)) for part in parts[:most]] + parts[most:]


def _customers(keys: dict[str, SurveyFigures]) -> dict[str, str]:
    rows = Customer.objects.filter(pk__in=[int(key) for key in keys if key]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}
