"""The one door to the figures: pages ask here and do not know where they come from."""

from datetime import datetime

from reports import raw
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
    """
    return raw.count(kind, period, filters, by=by, metric=metric, monthly=monthly, now=now)
