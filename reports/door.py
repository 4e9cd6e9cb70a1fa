"""The one door to the figures: pages ask here and do not know where they come from."""

from datetime import datetime

from reports import raw, rollups
from reports.figures import Cells, Dimension, F, Filters, Period


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
    Figures by one dimension come from tables kept by month, those of several dimensions at once from the rows.
    """
    chosen = filters or Filters()
    if rollups.can_read(chosen, by):
        return rollups.figures(kind, period, chosen, by=by, metric=metric, monthly=monthly, now=now)
    return raw.count(kind, period, chosen, by=by, metric=metric, monthly=monthly, now=now)
