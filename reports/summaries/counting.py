"""The common figures by month, or by week, in cells whose month is the span's first day."""

from collections.abc import Sequence
from datetime import datetime

from reports.door import figures_for
from reports.figures import Cells, F, Filters, Period
from reports.rollups.weeks import weeks
from reports.summaries.spans import Kind, Span


def cells_of(kind: type[F], spans: Sequence[Span], *, now: datetime) -> Cells[F]:
    """Give the figures of spans of one kind that follow one another. One query.

    Months come through the door. Weeks are counted from the rows, by the same rules: no table knows them, and a few
    weeks are quickly read. They are remembered as months are.
    """
    first, last = spans[0], spans[-1]
    if first.kind is Kind.MONTH:
        return figures_for(kind, Period(first.first, last.first, first.zone), Filters(), now=now)
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    return weeks(kind, [span.first for span in spans], starts, ends, Filters(), zone=first.zone, now=now)
