"""Reads figures from the tables, and from the rows what is not in them. One query, of one moment."""

from datetime import datetime

from reports.figures import Cells, ClockFigures, Dimension, F, Filters, Period
from reports.raw.counting import IN_ONE, MONTH, NO_KEY, cells_sql, narrowed, read, rows_sql, values_of
from reports.raw.facts import FACTS, MONTHS, OVERDUE, Facts, key_of

_CLEAN = """clean AS MATERIALIZED (
    SELECT c.month FROM reports_countedmonth c
    WHERE c.tenant_id = %(tenant)s AND c.area = %(area)s AND c.zone = %(zone)s AND c.month = ANY(%(months)s)
    AND NOT EXISTS (SELECT FROM reports_changedmonth d
        WHERE d.tenant_id = c.tenant_id AND d.area = c.area AND d.month = c.month))"""
_REST = f"(SELECT m.* FROM {MONTHS} WHERE m.month NOT IN (TABLE clean)) m"  # noqa: S608
_KEPT = "r.tenant_id = %(tenant)s AND r.area = %(area)s AND r.dimension = %(dimension)s"


def can_read(filters: Filters, by: Dimension | None) -> bool:
    """Say whether the tables tell it: they know one dimension at a time, severity beside it, and no agents."""
    return filters.seen_by is None and len({*filters.given, by} - {None}) <= 1


def figures(
    kind: type[F],
    period: Period,
    filters: Filters,
    *,
    by: Dimension | None = None,
    metric: str | None = None,
    monthly: bool = True,
    now: datetime,
) -> Cells[F]:
    """Give what `reports.raw.count` gives, where `can_read`."""
    facts = FACTS[kind]
    conditions, values = narrowed(filters, metric)
    values |= values_of(period.months, period.zone, now) | {"area": facts.name, "dimension": by or ""}
    kept = [f"r.{name} = %({name})s" for name in ("severity", "metric") if values[name] is not None]
    for dimension, key in filters.given.items():
        values |= {"dimension": dimension, "key": key}
        kept.append("r.key = %(key)s")
    month, column = MONTH if monthly else IN_ONE, f"{key_of(by) if by else NO_KEY} AS key"
    parts = [
        _kept_sql(facts, kept, key="r.key" if by else NO_KEY, monthly=monthly),
        cells_sql(facts, rows_sql(facts, column, *conditions, month=month, months=_REST)),
    ]
    if kind is ClockFigures:
        parts.append(cells_sql(OVERDUE, rows_sql(OVERDUE, column, *conditions, month=month)))
    return read(kind, f"WITH {_CLEAN} {' UNION ALL '.join(parts)}", values)


def _kept_sql(facts: Facts, conditions: list[str], *, key: str, monthly: bool) -> str:
    where = " AND ".join([_KEPT, "r.month IN (TABLE clean)", *conditions])
    if monthly:
        columns = f"r.month, r.severity, r.metric, {key}, r.counts, r.used, r.hours"
        return f"SELECT {columns} FROM reports_rollup r WHERE {where}"  # noqa: S608
    sums = ", ".join(f"sum(r.counts[{place}])" for place in range(1, len(facts.measures) + 1))
    return (
        f"SELECT {IN_ONE}, r.severity, r.metric, {key}, ARRAY[{sums}]::int[],"  # noqa: S608
        " string_agg(r.used, ''::bytea), string_agg(r.hours, ''::bytea)"
        f" FROM reports_rollup r WHERE {where} GROUP BY 2, 3, 4"
    )
