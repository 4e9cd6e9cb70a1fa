"""The common figures by month, or by week, in cells whose month is the span's first day."""

from collections.abc import Sequence
from datetime import datetime

from reports.door import figures_for
from reports.figures import Cells, ClockFigures, F, Filters, Period
from reports.raw.counting import NO_KEY, cells_sql, read, rows_sql, values_of
from reports.raw.facts import FACTS, OVERDUE
from reports.summaries.spans import Kind, Span


def cells_of(kind: type[F], spans: Sequence[Span], *, now: datetime) -> Cells[F]:
    """Give the figures of spans of one kind that follow one another. One query.

    Months come through the door. Weeks are counted from the rows, by the same rules: no table knows them, and a few
    weeks are quickly read.
    """
    first, last = spans[0], spans[-1]
    if first.kind is Kind.MONTH:
        return figures_for(kind, Period(first.first, last.first, first.zone), Filters(), now=now)
    facts = FACTS[kind]
    kinds = [facts, OVERDUE] if kind is ClockFigures else [facts]
    values = values_of([span.first for span in spans], first.zone, now)
    values |= {"starts": [span.start for span in spans], "stops": [span.end for span in spans]}
    queries = [cells_sql(each, rows_sql(each, f"{NO_KEY} AS key")) for each in kinds]
    return read(kind, " UNION ALL ".join(queries), values)
