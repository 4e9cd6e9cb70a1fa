"""Promises by customer, plan, product, team, channel or severity, beside the period before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from contracts.models import Customer
from reports.door import figures_for, is_narrowed, parts_for
from reports.figures import Cells, ClockFigures, Dimension, F, Filters, Period
from reports.forms_sla import SlaForm

SEVERITY, CUSTOMER = "severity", "customer"
PARTS: dict[str, Any] = {
    "customer": _("Customer"),
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
_ORDER: dict[str, Callable[["Part"], float]] = {
    "count": lambda part: -part.now.due,
    "met": lambda part: 2 if part.now.share is None else part.now.share,
    "breached": lambda part: -part.now.breached,
    "median": lambda part: -(part.now.median or 0),
    "p90": lambda part: -(part.now.p90 or 0),
}


@dataclass(frozen=True)
class Promises:
    """A period's promises, and those of as many months before: by month, severity and clock."""

    now: Cells[ClockFigures]
    before: Cells[ClockFigures]

    @classmethod
    def of(cls, period: Period, filters: Filters, *, now: datetime) -> Self:
        """Count them, all clocks. One query."""
        return cls(*beside(ClockFigures, period, filters, now=now))


@dataclass(frozen=True)
class Part:
    """One customer's, plan's … promises. `key` is "" for tickets without."""

    key: str
    name: str
    now: ClockFigures
    before: ClockFigures


def beside(kind: type[F], period: Period, filters: Filters, *, now: datetime) -> tuple[Cells[F], Cells[F]]:
    """Give the figures of a period and of the one before it. One query."""
    both = Period(period.before.first, period.last, period.zone)
    return _cut(kind, figures_for(kind, both, filters, now=now), period)


def _cut(kind: type[F], cells: Cells[F], period: Period) -> tuple[Cells[F], Cells[F]]:
    return (
        Cells(kind, (cell for cell in cells if cell[0].month >= period.first)),
        Cells(kind, (cell for cell in cells if cell[0].month < period.first)),
    )


def keyed(
    kind: type[F],
    by: str,
    form: SlaForm,
    *,
    metric: str | None = None,
    only: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    now: datetime,
) -> tuple[dict[str, F], dict[str, F]]:
    """Give the figures of the period and of the one before it by one of PARTS. One query. `only` and `keys` are those
    of reports.door.parts_for, and not for severities.
    """
    period, filters = form.period, form.filters
    if by == SEVERITY:
        whole = Period(period.before.first, period.last, period.zone)
        found, name = figures_for(kind, whole, filters, metric=metric, now=now), "severity"
    else:
        dimension, both = Dimension(by), [period.before, period]
        asked = parts_for(kind, both, filters, by=[dimension], metric=metric, only=only, keys=keys, now=now)
        found, name = asked[dimension], "key"
    present, past = _cut(kind, found, period)
    return (
        {str(key): figures for (key,), figures in present.by(name).items()},
        {str(key): figures for (key,), figures in past.by(name).items()},
    )


def part_names(by: str, form: SlaForm, keys: set[str]) -> dict[str, str]:
    """Give what parts are called, those without one included. One query for customers, unless one is asked for."""
    names = form.names(by)
    if by == CUSTOMER and not names:
        rows = Customer.objects.filter(pk__in=[int(key) for key in keys if key]).values_list("pk", "name")
        names = {str(pk): name for pk, name in rows}
    return {key: names.get(key, "") or pgettext("filter", "None") for key in keys}


def sla_parts(by: str, form: SlaForm, *, sort: str, most: int | None = None, now: datetime) -> list[Part]:
    """Count a period's promises of one clock by one of PARTS, in an order of SORTS: the most, slowest or least kept
    first. Only the first `most` have their minutes for certain. Three queries at most.
    """
    # Customers may be thousands, and the minutes of each many: they are read for those that are shown.
    few = by == CUSTOMER and most is not None and sort not in ("median", "p90") and not is_narrowed(form.filters)
    parts = _sorted(_parts(by, form, only=("met", "breached") if few else None, now=now), sort)
    if not few or len(parts) <= 1:
        return parts
    keys = [part.key for part in parts[:most]]
    shown = {
        part.key: part for part in _parts(by, form, keys=keys, names={part.key: part.name for part in parts}, now=now)
    }
    return [shown.get(part.key, part) for part in parts[:most]] + parts[most:]


def _parts(
    by: str,
    form: SlaForm,
    *,
    only: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    names: dict[str, str] | None = None,
    now: datetime,
) -> list[Part]:
    present, past = keyed(ClockFigures, by, form, metric=form.metric, only=only, keys=keys, now=now)
    found, nothing = {*present, *past}, ClockFigures()
    names = names or part_names(by, form, found)
    return [Part(key, names[key], present.get(key, nothing), past.get(key, nothing)) for key in found]


def _sorted(parts: list[Part], sort: str) -> list[Part]:
    parts.sort(key=lambda part: (part.name.casefold(), part.key))
    if sort in _ORDER:
        parts.sort(key=_ORDER[sort])
    return parts
