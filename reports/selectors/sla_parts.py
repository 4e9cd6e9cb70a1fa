"""Promises by customer, plan, product, team, channel or severity, beside the period before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from contracts.models import Customer
from reports.door import figures_for
from reports.figures import CellKey, ClockFigures, Dimension, Filters, Period

SEVERITY = "severity"
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
class Part:
    """One customer's, plan's … promises. `key` is "" for tickets without."""

    key: str
    name: str
    now: ClockFigures
    before: ClockFigures


@dataclass(frozen=True)
class Parts:
    """The whole, and its parts."""

    now: ClockFigures
    before: ClockFigures
    months: dict[tuple[object, ...], ClockFigures]
    parts: list[Part]


def sla_parts(
    by: str, metric: str, period: Period, filters: Filters, *, names: dict[str, str], sort: str, now: datetime
) -> Parts:
    """Count a period's promises by one of PARTS, in an order of SORTS: the most, slowest or least kept first.

    `names` has what the keys are called; customers are looked up. Two queries at most.
    """
    both = Period(period.before.first, period.last, period.zone)
    dimension = None if by == SEVERITY else Dimension(by)
    cells = list(figures_for(ClockFigures, both, filters, by=dimension, metric=metric, now=now))
    present = _by_part(by, [cell for cell in cells if cell[0].month >= period.first])
    past = _by_part(by, [cell for cell in cells if cell[0].month < period.first])
    if by == "customer":
        names = _customers({key for key in present | past if key})
    parts = [
        Part(key, names.get(key, "") or pgettext("filter", "None"), present.get(key, _NOTHING), past.get(key, _NOTHING))
        for key in present | past
    ]
    parts.sort(key=lambda part: (part.name.casefold(), part.key))
    if sort in _ORDER:
        parts.sort(key=_ORDER[sort])
    months: dict[tuple[object, ...], ClockFigures] = {}
    for key, figures in cells:
        if key.month >= period.first:
            months[key.month, key.severity] = months.get((key.month, key.severity), _NOTHING) + figures
    return Parts(reduce(add, present.values(), _NOTHING), reduce(add, past.values(), _NOTHING), months, parts)


_NOTHING = ClockFigures()


def _by_part(by: str, cells: list[tuple[CellKey, ClockFigures]]) -> dict[str, ClockFigures]:
    found: dict[str, ClockFigures] = {}
    for key, figures in cells:
        at = key.severity if by == SEVERITY else key.key
        found[at] = found.get(at, _NOTHING) + figures
    return found


def _customers(keys: set[str]) -> dict[str, str]:
    rows = Customer.objects.filter(pk__in=[int(key) for key in keys]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}
