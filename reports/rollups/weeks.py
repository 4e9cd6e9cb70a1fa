"""Weeks: no table knows them. They are counted from the rows, and remembered while no month that they touch changes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from accounts.months import month_of, months_between
from reports.figures import Cells, ClockFigures, F, Filters
from reports.raw.counting import NO_KEY, cells_of, cells_sql, narrowed, rows_sql, values_of
from reports.raw.facts import FACTS, OVERDUE
from reports.rollups.reading import CELL
from reports.rollups.remembered import rows_of


def weeks(
    kind: type[F],
    firsts: Sequence[date],
    starts: Sequence[datetime],
    ends: Sequence[datetime],
    filters: Filters,
    *,
    zone: tzinfo,
    now: datetime,
) -> Cells[F]:
    """Give the figures of weeks in cells whose month is the week's first day, of weeks that follow one another with
    their first instants, and those after them. Not for agents. One query.
    """
    conditions, given = narrowed(filters, None)
    values = values_of(firsts, zone, now) | {"starts": [*starts], "stops": [*ends], "area": FACTS[kind].name} | given
    touched = (starts[0], ends[-1] - timedelta(microseconds=1))
    values["stamped"] = months_between(*(month_of(instant, zone) for instant in touched))
    key = f"{NO_KEY} AS key"
    counted = cells_sql(FACTS[kind], rows_sql(FACTS[kind], key, *conditions))
    overdue: list[str] = [cells_sql(OVERDUE, rows_sql(OVERDUE, key, *conditions))] if kind is ClockFigures else []
    return cells_of(kind, rows_of("", counted, overdue, values, columns=CELL))
