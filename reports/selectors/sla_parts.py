"""Promises by customer, plan, product, team, channel or severity, beside the period before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.door import figures_for, ranking, slowest
from reports.figures import Cells, ClockFigures, Dimension, F, Filters, Period
from reports.forms_sla import SlaForm
from reports.selectors.breakdown import CUSTOMER, SEVERITY, Parts, breakdown

PARTS: dict[str, Any] = {
    CUSTOMER: _("Customer"),
    "plan": _("Plan"),
    "product": _("Product"),
    "team": _("Team"),
    "channel": _("Channel"),
    SEVERITY: _("Severity"),
}
SORTS: dict[str, Any] = {
    "name": _("Name"),
    "count": _("Promises"),
    "met": pgettext_lazy("clock", "Met"),
    "breached": pgettext_lazy("clock", "Breached"),
    "median": _("Median"),
    "p90": _("9 of 10 within"),
}
_SHARES = {"median": 0.5, "p90": 0.9}


@dataclass(frozen=True)
class Promises:
    """A period's promises, and those of as many months before: by month, severity and clock."""

    now: Cells[ClockFigures]
    before: Cells[ClockFigures]

    @classmethod
    def of(cls, period: Period, filters: Filters, *, now: datetime) -> Self:
        """Count them, all clocks. One query."""
        return cls(*beside(ClockFigures, period, filters, now=now))


def beside(kind: type[F], period: Period, filters: Filters, *, now: datetime) -> tuple[Cells[F], Cells[F]]:
    """Give the figures of a period and of the one before it. One query."""
    both = Period(period.before.first, period.last, period.zone)
    return figures_for(kind, both, filters, now=now).cut(period.first)


def sla_parts(by: str, form: SlaForm, *, sort: str, most: int | None = None, now: datetime) -> Parts[ClockFigures]:
    """Count a period's promises of one clock by one of PARTS, in an order of SORTS: the most, slowest or least kept
    first, `most` of them at most. Three queries at most.
    """
    periods = [form.period.before, form.period]

    def place(part: ClockFigures) -> float:
        if sort in _SHARES:
            return -(part.used.percentile(_SHARES[sort]) or 0)
        return _place(sort, part.met, part.breached)

    def places() -> dict[str, float]:
        asked: Any = {"by": Dimension(by), "metric": form.metric, "now": now}
        if sort in _SHARES:
            minutes = slowest(ClockFigures, periods, form.filters, share=_SHARES[sort], **asked)
            return {key: -each for key, (each,) in minutes.items()}
        counts = ranking(ClockFigures, periods, form.filters, measures=("met", "breached"), **asked)
        return {key: _place(sort, met, breached) for key, (met, breached) in counts.items()}

    return breakdown(
        ClockFigures, by, form, periods, place=place, places=places, metric=form.metric, most=most, now=now
    )


def _place(sort: str, met: int, breached: int) -> float:
    due = met + breached
    if sort == "met":
        return met / due if due else 2
    return -{"count": due, "breached": breached}.get(sort, 0)
