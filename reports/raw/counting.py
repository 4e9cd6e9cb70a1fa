"""Figures counted from the rows: the truth that the rollups are held against. One query each."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from django.db import connection

from accounts.tenancy.context import require_tenant_id
from reports.figures import CellKey, Cells, ClockFigures, Dimension, F, Filters, Histogram, Period, TicketFlow
from reports.raw.facts import FACTS, MONTHS, OVERDUE, SEEN, Facts, is_key, key_of

# A histogram as bytes (reports/histogram.py).
_PAIRS = "string_agg(int4send({0}) || int4send(n::int), ''::bytea ORDER BY {0}, n) FILTER (WHERE {0} IS NOT NULL)"
MONTH = "m.month"
IN_ONE = "%(first)s::date"
Row = tuple[date, str, str, str, list[int], bytes | None, bytes | None]


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
    month = MONTH if monthly else IN_ONE
    queries = [cells_sql(facts, rows_sql(facts, key, *conditions, month=month)) for facts in kinds]
    return read(kind, " UNION ALL ".join(queries), values_of(period.months, period.zone, now) | values)


NO_KEY = "''"


def values_of(months: Sequence[date], zone: tzinfo, now: datetime) -> dict[str, Any]:
    """Give what every query of facts names; the zone is one of the time zone database."""
    each = [Period(month, month, zone) for month in months]
    return {
        "tenant": require_tenant_id(),
        "zone": str(zone),
        "now": now,
        "first": months[0],
        "months": [one.first for one in each],
        "starts": [one.start for one in each],
        "stops": [one.end for one in each],
    }


def narrowed(filters: Filters, metric: str | None) -> tuple[list[str], dict[str, Any]]:
    """Give the conditions of filters, for rows_sql, and their values."""
    values: dict[str, Any] = {"severity": filters.severity, "metric": metric}
    conditions = [f"{{{name}}} = %({name})s" for name, value in values.items() if value is not None]
    if filters.seen_by is not None:
        values["seen_by"] = int(filters.seen_by)
        conditions.append(SEEN)
    for dimension, key in filters.given.items():
        condition, values[dimension] = is_key(dimension, key)
        conditions.append(condition)
    return conditions, values


def rows_sql(facts: Facts, keys: str, *conditions: str, month: str = MONTH, months: str = MONTHS) -> str:
    """Give the facts: month, severity, metric, the columns `keys`, the measures as n_…, used and hour.

    `conditions` may name {severity} and {metric}, which each source has under its own names.
    """
    parts = []
    for source in facts.sources:
        measures = ", ".join(f"{source.measures.get(name, '0')} AS n_{name}" for name in facts.measures)
        own = [each.format(severity=facts.severity, metric=source.metric) for each in conditions]
        cut = [f"{source.instant} >= m.start", f"{source.instant} < m.stop", source.where]
        where = " AND ".join([f"{source.rows.split()[1]}.tenant_id = %(tenant)s", *cut, *own])
        # OFFSET 0 keeps each month a search of its own in the index: else all rows are read to find a month or two.
        parts.append(
            f"SELECT {month} AS month, fact.* FROM {months}, LATERAL"  # noqa: S608
            f" (SELECT {facts.severity} AS severity, {source.metric} AS metric, {keys}, {measures},"
            f" {source.used} AS used, {source.hour} AS hour FROM {source.rows} WHERE {where} OFFSET 0) fact"
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
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return Cells(kind, [_cell(kind, row) for row in cursor.fetchall()])


def _cell(kind: type[F], row: Row) -> tuple[CellKey, F]:
    month, severity, metric, key, counts, used, hours = row
    return CellKey(month, severity, metric, key), _figures(kind, counts, used, hours)


def _figures(kind: type[Any], counts: list[int], used: bytes | None, hours: bytes | None) -> Any:
    if kind is ClockFigures:
        met, breached = counts
        return ClockFigures(met, breached, Histogram(pairs=used), Histogram(pairs=hours))
    single = 5 if kind is TicketFlow else 4
    return kind(*counts[:single], tuple(counts[single:]))
