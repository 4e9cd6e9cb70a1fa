"""The one door to the figures: pages ask here and do not know where they come from."""

from collections.abc import Sequence
from datetime import datetime

from reports import raw, rollups
from reports.figures import Cells, Dimension, F, Filters, Period
from reports.rollups import ranking, slowest

__all__ = ["can_rank", "figures_for", "parts_for", "ranking", "slowest"]


def figures_for(
    kind: type[F],
    period: Period,
    filters: Filters | None = None,
    *,
    by: Dimension | None = None,
    metric: str | None = None,
    monthly: bool = True,
    now: datetime,
) -> Cells[F]:
    """Give ClockFigures, TicketFlow or SurveyFigures of a period, by month and severity, and by `by`. One query.

    `metric` keeps one kind of clocks. Not `monthly`, all of the period is in cells of its first month: for long tables.
    All that has to do with one customer and something else, or with what an agent sees by something else than team, is
    counted from the rows; the rest is read from tables kept by month. What was given of months that have not changed
    since is remembered for an hour, but for agents.
    """
    chosen = filters or Filters()
    if rollups.can_remember(kind, chosen, by):
        return rollups.figures(kind, period, chosen, by=by, metric=metric, monthly=monthly, now=now)
    return raw.count(kind, period, chosen, by=by, metric=metric, monthly=monthly, now=now)


def parts_for(
    kind: type[F],
    periods: Sequence[Period],
    filters: Filters | None = None,
    *,
    by: Sequence[Dimension],
    metric: str | None = None,
    only: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    now: datetime,
) -> dict[Dimension, Cells[F]]:
    """Give the figures of whole periods told apart by each of several dimensions, for tables. One query.

    Periods do not overlap; a period's cells are in its first month. Severities are together, the cells' is "".

    `only` counts some of the measures (by their names in reports/raw/facts.py; the others are 0 and histograms empty).
    Thousands of customers are too many to be read whole for a table that shows few: `ranking` tells which these are,
    and `keys` keeps those of the one dimension that is asked for.
    """
    chosen = filters or Filters()
    if chosen.seen_by is None:
        return rollups.parts(kind, periods, chosen, by=by, metric=metric, only=only, keys=keys, now=now)
    return raw.parts(kind, periods, chosen, by=by, metric=metric, only=only, keys=keys, now=now)


def can_rank(filters: Filters) -> bool:
    """Say whether `ranking` and `slowest` give it: all but what an agent sees."""
    return filters.seen_by is None
