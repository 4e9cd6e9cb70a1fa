"""Figures counted from the rows: the truth that the rollups are held against. One query each."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from django.db import connection

from accounts.tenancy.context import require_tenant_id
from reports.figures import (
    SCORES,
    CellKey,
    Cells,
    ClockFigures,
    Dimension,
    F,
    Filters,
    Histogram,
    Period,
    SurveyFigures,
    TicketFlow,
)
from reports.raw.facts import FACTS, MONTHS, OVERDUE, Facts, grouped, is_key, key_of, seen

# A histogram as bytes (reports/histogram.py).
_PAIRS = "string_agg(int4send({0}) || int4send(n::int), ''::bytea ORDER BY {0}, n) FILTER (WHERE {0} IS NOT NULL)"


def count(
    kind: type[F],
    period: Period,
    filters: Filters | None = None,
    *,
    by: Dimension | None = None,
    metric: str | None = None,
    monthly: bool = True,
    now: datetime,
) -> Cells[F]:
    """Count from the rows; the arguments are those of `reports.door.figures_for`."""
    conditions, values = narrowed(filters or Filters(), metric)
    key = f"{key_of(by) if by else NO_KEY} AS key"
    kinds = [FACTS[kind], OVERDUE] if kind is ClockFigures else [FACTS[kind]]
    queries = [cells_sql(facts, rows_sql(facts, key, *conditions, months=None)) for facts in kinds]
    labels = None if monthly else [period.first] * len(period.months)
    return read(kind, " UNION ALL ".join(queries), values_of(period.months, period.zone, now, labels) | values)


def parts(
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
    """Count from the rows; the arguments are those of `reports.door.parts_for`."""
    conditions, values = narrowed(filters or Filters(), metric)
    conditions, values = conditions + of_keys(by, keys), values | {"keys": keys and list(keys)}
    kinds = [FACTS[kind], OVERDUE] if kind is ClockFigures else [FACTS[kind]]
    values |= values_of_periods(periods, now)
    # In one go only where there is no gap.
    months = None if values["starts"][1:] == values["stops"][:-1] else MONTHS
    queries = [parts_sql(facts, by, conditions, months=months, only=only) for facts in kinds]
    return read_parts(kind, by, " UNION ALL ".join(queries), values)


NO_KEY = "''"
_NONE = Histogram()  # thousands of cells have none


def values_of_periods(periods: Sequence[Period], now: datetime) -> dict[str, Any]:
    """Give values_of all months of periods, whose cells are to be in the period's first month."""
    months = [(month, period.first) for period in periods for month in period.months]
    return values_of([month for month, _label in months], periods[0].zone, now, [label for _month, label in months])


def of_keys(by: Sequence[Dimension], keys: Sequence[str] | None) -> list[str]:
    """Give the condition that keeps %(keys)s of the one dimension; none without keys."""
    return [] if keys is None else [f"{key_of(by[0])} = ANY(%(keys)s)"]


def parts_sql(
    facts: Facts,
    by: Sequence[Dimension],
    conditions: Sequence[str],
    *,
    months: str | None = MONTHS,
    only: Sequence[str] | None,
) -> str:
    """Give cells told apart by each of the dimensions, severities together, with the columns `dimension` and `key`."""
    keys = ", ".join(f"{key_of(each)} AS {each}" for each in by)
    rows = rows_sql(facts, keys, *conditions, months=months, severity=NO_KEY, only=only)
    columns, group = grouped(facts, by)
    return cells_sql(facts, rows, columns=columns, names="dimension, key", group=group)


def values_of(
    months: Sequence[date], zone: tzinfo, now: datetime, labels: Sequence[date] | None = None
) -> dict[str, Any]:
    """Give what every query of facts names; the zone is one of the time zone database.

    `labels` are the months whose cells the facts of `months` are to be in: their own where none are given.
    """
    each = [Period(month, month, zone) for month in months]
    return {
        "tenant": require_tenant_id(),
        "zone": str(zone),
        "now": now,
        "labels": list(labels or months),
        "months": [one.first for one in each],
        "starts": [one.start for one in each],
        "stops": [one.end for one in each],
        "begin": each[0].start,
        "end": each[-1].end,
    }


def narrowed(filters: Filters, metric: str | None) -> tuple[list[str], dict[str, Any]]:
    """Give the conditions of filters, for rows_sql, and their values."""
    values: dict[str, Any] = {"severity": filters.severity, "metric": metric}
    conditions = [f"{{{name}}} = %({name})s" for name, value in values.items() if value is not None]
    if filters.seen_by is not None:
        values["seen_by"] = int(filters.seen_by)
        conditions.append(seen())
    for dimension, key in filters.given.items():
        condition, values[dimension] = is_key(dimension, key)
        conditions.append(condition)
    return conditions, values


def rows_sql(
    facts: Facts,
    keys: str,
    *conditions: str,
    months: str | None = MONTHS,
    severity: str | None = None,
    only: Sequence[str] | None = None,
) -> str:
    """Give the facts: month, severity, metric, the columns `keys`, the measures as n_…, used and hour.

    `conditions` may name {severity} and {metric}, which each source has under its own names. `severity` is another
    column to be told apart by. `only` some measures are counted, the others are 0, used and hour NULL.

    Each of `months` is looked up for itself, which suits a few; None reads all of them in one go.
    """
    parts = []
    for source in facts.sources:
        counts = {name: of for name, of in source.measures.items() if only is None or name in only}
        measures = ", ".join(f"{counts.get(name, '0')} AS n_{name}" for name in facts.measures)
        own = [each.format(severity=facts.severity, metric=source.metric) for each in conditions]
        used, hour = (source.used, source.hour) if only is None else ("NULL::int", "NULL::int")
        columns = (
            f"{severity or facts.severity} AS severity, {source.metric} AS metric, {keys}, {measures},"
            f" {used} AS used, {hour} AS hour"
        )
        joined = source.joined(columns, *own)
        where = " AND ".join([f"{source.rows.split()[1]}.tenant_id = %(tenant)s", source.where, *own])
        at = source.instant
        if months is None:
            month = f"(%(labels)s::date[])[width_bucket({at}, %(starts)s::timestamptz[])] AS month"
            cut = f"{at} >= %(begin)s AND {at} < %(end)s"
            parts.append(f"SELECT {month}, {columns} FROM {joined} WHERE {cut} AND {where}")  # noqa: S608
            continue
        # OFFSET 0 keeps each month a search of its own in the index: else all rows are read to find a month or two.
        parts.append(
            f"SELECT m.label AS month, fact.* FROM {months}, LATERAL"  # noqa: S608
            f" (SELECT {columns} FROM {joined} WHERE {at} >= m.start AND {at} < m.stop AND {where} OFFSET 0) fact"
        )
    return " UNION ALL ".join(parts)


def cells_sql(facts: Facts, rows: str, *, columns: str = "key", names: str = "key", group: str = "key") -> str:
    """Add facts up to cells: month, severity, metric, `names`, counts, used, hours.

    The facts are grouped by `group`, a column or GROUPING SETS; `columns` writes what is called `names` from them.
    """
    sums = ", ".join(f"sum(n_{name}) AS n_{name}" for name in facts.measures)
    counts = ", ".join(f"sum(n_{name})" for name in facts.measures)
    return (
        f"SELECT month, severity, metric, {names}, ARRAY[{counts}]::int[] AS counts,"  # noqa: S608
        f" {_PAIRS.format('used')} AS used, {_PAIRS.format('hour')} AS hours"
        f" FROM (SELECT month, severity, metric, {columns}, used, hour, count(*) AS n, {sums}"
        f" FROM ({rows}) facts GROUP BY month, severity, metric, used, hour, {group}) counted"
        f" GROUP BY month, severity, metric, {names}"
    )


def read(kind: type[F], sql: str, values: dict[str, Any]) -> Cells[F]:
    """Ask, and read cells; several of the same key are added."""
    return cells_of(kind, _rows(sql, values))


def read_parts(kind: type[F], by: Sequence[Dimension], sql: str, values: dict[str, Any]) -> dict[Dimension, Cells[F]]:
    """Ask, and read cells that have a dimension before their key."""
    return parts_of(kind, by, _rows(sql, values))


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def cells_of(kind: type[F], rows: Iterable[tuple[Any, ...]]) -> Cells[F]:
    """Make cells of a query's rows."""
    return Cells(kind, [_cell(kind, row) for row in rows])


def parts_of(kind: type[F], by: Sequence[Dimension], rows: Iterable[tuple[Any, ...]]) -> dict[Dimension, Cells[F]]:
    """Make cells of the rows of a query of several dimensions."""
    found: dict[Dimension, list[tuple[CellKey, F]]] = {each: [] for each in by}
    for month, severity, metric, by_one, *cell in rows:
        found[Dimension(by_one)].append(_cell(kind, (month, severity, metric, *cell)))
    return {each: Cells(kind, cells) for each, cells in found.items()}


def _cell(kind: type[F], row: tuple[Any, ...]) -> tuple[CellKey, F]:
    month, severity, metric, key, counts, used, hours = row
    return CellKey(month, severity, metric, key), _figures(kind, counts, used, hours)


def _histogram(pairs: bytes | None) -> Histogram:
    return Histogram(pairs=pairs) if pairs else _NONE


def _figures(kind: type[Any], counts: list[int], used: bytes | None, hours: bytes | None) -> Any:
    if kind is ClockFigures:
        met, breached = counts
        return ClockFigures(met, breached, _histogram(used), _histogram(hours))
    if kind is TicketFlow:
        opened, gone, reopened, escalated, out_of_scope, raised, *asked = counts
        return TicketFlow(opened, gone, reopened, escalated, out_of_scope, raised, tuple(asked))
    resolved, eligible, sent, answered, *others = counts
    scores, (planned, *reasons) = tuple(others[:SCORES]), others[SCORES:]
    return SurveyFigures(resolved, eligible, sent, answered, scores, planned, tuple(reasons))
