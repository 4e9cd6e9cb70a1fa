"""Figures by customer, plan, team …: the first of them in some order, beside the period before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from django.utils.translation import pgettext

from contracts.models import Customer
from reports.door import can_rank, figures_for, parts_for
from reports.figures import Dimension, F, Period
from reports.forms_period import PeriodForm

SEVERITY, CUSTOMER = "severity", "customer"
# How many a page shows at first.
SHOWN = 20


@dataclass(frozen=True)
class Part(Generic[F]):
    """One customer's, plan's … figures. `key` is "" for tickets without."""

    key: str
    name: str
    now: F
    before: F


@dataclass(frozen=True)
class Parts(Generic[F]):
    """Those that are shown, and how many there are."""

    shown: list[Part[F]]
    count: int


def breakdown(
    kind: type[F],
    by: str,
    form: PeriodForm,
    periods: Sequence[Period],
    *,
    place: Callable[[F], float],
    places: Callable[[], Mapping[str, float]],
    metric: str | None = None,
    only: Sequence[str] | None = None,
    most: int | None,
    now: datetime,
) -> Parts[F]:
    """Give the parts that have figures in one of `periods`, the period before and the present one or this alone: the
    lowest `place` of the present figures first, equal ones by name, `most` of them at most. Three queries at most.

    Customers may be thousands, and each has many figures: of these, `places` tells which are to be read.
    """
    nothing = kind()

    def figures(keys: Sequence[str] | None = None) -> tuple[dict[str, F], dict[str, F]]:
        return _keyed(kind, by, form, periods, metric=metric, only=only, keys=keys, now=now)

    present: dict[str, F]
    past: dict[str, F]
    is_many = by == CUSTOMER and form.filters.customer is None
    if most is not None and is_many and can_rank(form.filters):
        found = places()
        keys, names = _first(found, by, form, most)
        present, past = figures(keys)
    else:
        present, past = figures()
        found = {key: place(present.get(key, nothing)) for key in (*present, *past)}
        keys, names = _first(found, by, form, most)
    shown = [Part(key, names[key], present.get(key, nothing), past.get(key, nothing)) for key in keys]
    return Parts(shown, len(found))


def _first(
    places: Mapping[str, float], by: str, form: PeriodForm, most: int | None
) -> tuple[list[str], Mapping[str, str]]:
    """Give the first keys, and what they are called; no more names are read than tell those apart that are equal."""
    last = sorted(places.values())[:most][-1:]
    near = {key for key, place in places.items() if place <= last[0]} if last else set()
    names = _names(by, form, near)
    return sorted(near, key=lambda key: (places[key], names[key].casefold(), key))[:most], names


def _names(by: str, form: PeriodForm, keys: set[str]) -> dict[str, str]:
    """Give what parts are called, those without one included. One query for customers, unless one is asked for."""
    names = form.names(by)
    if by == CUSTOMER and not names:
        rows = Customer.objects.filter(pk__in=[int(key) for key in keys if key]).values_list("pk", "name")
        names = {str(pk): name for pk, name in rows}
    return {key: names.get(key, "") or pgettext("filter", "None") for key in keys}


def _keyed(
    kind: type[F],
    by: str,
    form: PeriodForm,
    periods: Sequence[Period],
    *,
    metric: str | None,
    only: Sequence[str] | None,
    keys: Sequence[str] | None = None,
    now: datetime,
) -> tuple[dict[str, F], dict[str, F]]:
    """Give the figures of the present period and of the one before it. One query."""
    if by == SEVERITY:
        whole = Period(periods[0].first, periods[-1].last, periods[0].zone)
        found, name = figures_for(kind, whole, form.filters, metric=metric, now=now), "severity"
    else:
        dimension = Dimension(by)
        asked = parts_for(kind, periods, form.filters, by=[dimension], metric=metric, only=only, keys=keys, now=now)
        found, name = asked[dimension], "key"
    present, past = found.cut(periods[-1].first)
    return (
        {str(key): figures for (key,), figures in present.by(name).items()},
        {str(key): figures for (key,), figures in past.by(name).items()},
    )
