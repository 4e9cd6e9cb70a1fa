"""Thousands of customers by one number, for tables that show the first of them: nothing else is read of the others."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from reports.figures import Dimension, F, Filters, Histogram, Period
from reports.raw.facts import FACTS
from reports.rollups.reading import PART, parts_asked
from reports.rollups.remembered import Row, digest_of

Numbers = dict[str, tuple[int, ...]]


def ranking(
    kind: type[F],
    periods: Sequence[Period],
    filters: Filters,
    *,
    by: Dimension,
    measures: Sequence[str],
    metric: str | None = None,
    now: datetime,
) -> Numbers:
    """Give the counts of `measures` (reports/raw/facts.py) of the last period, for every key that has figures in one of
    the periods. Not for agents. One query.
    """
    places = [FACTS[kind].measures.index(name) for name in measures]
    asked = parts_asked(kind, periods, filters, by=[by], metric=metric, only=measures, now=now)
    made = partial(_counts, places, periods[-1])
    found, at_once = digest_of(made, *asked, columns=PART, name=f"counts {places}")
    if at_once:
        for key, numbers in made(at_once).items():
            found[key] = _added(found.get(key), numbers)
    return found


def slowest(
    kind: type[F],
    periods: Sequence[Period],
    filters: Filters,
    *,
    by: Dimension,
    share: float,
    metric: str | None = None,
    now: datetime,
) -> Numbers:
    """Give the minutes that this share of the last period's clocks did not exceed (nearest rank), 0 where none has
    stopped; the rest as `ranking`.
    """
    asked = parts_asked(kind, periods, filters, by=[by], metric=metric, now=now)
    found, at_once = digest_of(partial(_minutes, share, periods[-1]), *asked, columns=PART, name=f"minutes {share}")
    # What runs on has used no minutes that count.
    return {key: (0,) for _month, _severity, _metric, _by, key, *_ in at_once} | found


def _counts(places: list[int], period: Period, rows: list[Row]) -> Numbers:
    found: Numbers = {}
    nothing = (0,) * len(places)
    for month, _severity, _metric, _by, key, counts, _used, _hours in rows:
        numbers = tuple(counts[place] for place in places) if month == period.first else nothing
        found[key] = _added(found.get(key), numbers)
    return found


def _added(one: tuple[int, ...] | None, other: tuple[int, ...]) -> tuple[int, ...]:
    return other if one is None else tuple(map(sum, zip(one, other, strict=True)))


def _minutes(share: float, period: Period, rows: list[Row]) -> Numbers:
    used: dict[str, list[bytes]] = {}
    for month, _severity, _metric, _by, key, _counts, pairs, _hours in rows:
        parts = used.setdefault(key, [])
        if pairs and month == period.first:
            parts.append(bytes(pairs))
    return {key: (Histogram(pairs=b"".join(parts)).percentile(share) or 0,) for key, parts in used.items()}
