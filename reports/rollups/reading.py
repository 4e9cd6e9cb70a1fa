"""Reads figures from the tables, and from the rows what is not in them. One query, of one moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reports.figures import Cells, ClockFigures, Dimension, F, Filters, Period
from reports.raw.counting import (
    NO_KEY,
    cells_of,
    cells_sql,
    narrowed,
    of_keys,
    parts_of,
    parts_sql,
    rows_sql,
    values_of,
    values_of_periods,
)
from reports.raw.facts import BY_AGENT, COMBINED, FACTS, MONTHS, OVERDUE, Facts, key_of, part_of, seen, seen_part
from reports.rollups.remembered import rows_of

CELL, PART = 7, 8  # how many columns a row has
_DONE = f"(SELECT m.* FROM {MONTHS} WHERE m.month IN (SELECT month FROM clean)) m"  # noqa: S608
_REST = f"(SELECT m.* FROM {MONTHS} WHERE m.month NOT IN (SELECT month FROM clean)) m"  # noqa: S608
_KEPT = "r.tenant_id = %(tenant)s AND r.area = %(area)s AND r.dimension = %(dimension)s"


def can_remember(kind: type[F], filters: Filters, by: Dimension | None) -> bool:
    """Say whether `figures` gives it: all but what an agent may see by something else than team."""
    return filters.seen_by is None or can_read(kind, filters, by)


def can_read(kind: type[F], filters: Filters, by: Dimension | None) -> bool:
    """Say whether the tables tell it: they know the customer alone, the other dimensions together, of surveys what an
    agent may see by team, and severity beside each.
    """
    wanted = _wanted(filters, by)
    if filters.seen_by is not None:
        return FACTS[kind].has_agents and wanted <= {Dimension.TEAM}
    if not wanted <= {*FACTS[kind].dimensions}:
        return False
    return len(wanted) <= 1 or Dimension.CUSTOMER not in wanted


def can_read_parts(kind: type[F], filters: Filters, by: Sequence[Dimension]) -> bool:
    """Say whether the tables tell parts."""
    if filters.seen_by is not None:
        return False
    if filters.given and Dimension.CUSTOMER in {*filters.given, *by}:
        return {*filters.given, *by} == {Dimension.CUSTOMER}
    return all(can_read(kind, filters, each) for each in by)


def _wanted(filters: Filters, by: Dimension | None) -> set[Dimension]:
    return {*filters.given} if by is None else {*filters.given, by}


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
    """Give what `reports.raw.count` gives, where `can_remember`: of clean months from the tables where `can_read`."""
    facts = FACTS[kind]
    conditions, values = narrowed(filters, metric)
    labels = None if monthly else [period.first] * len(period.months)
    values |= values_of(period.months, period.zone, now, labels) | {"area": facts.name}
    column = f"{key_of(by) if by else NO_KEY} AS key"
    if can_read(kind, filters, by):
        kept = _kept_sql(facts, filters, by, values, is_one_each=monthly)
    else:
        kept = cells_sql(facts, rows_sql(facts, column, *conditions, months=_DONE))
    others = cells_sql(facts, rows_sql(facts, column, *conditions, months=_REST))
    overdue: list[str] = [cells_sql(OVERDUE, rows_sql(OVERDUE, column, *conditions))] if kind is ClockFigures else []
    return cells_of(kind, rows_of(kept, others, overdue, values, columns=CELL, is_shared=filters.seen_by is None))


def _kept_sql(
    facts: Facts, filters: Filters, by: Dimension | None, values: dict[str, Any], *, is_one_each: bool
) -> str:
    """Give the cells that are kept; `is_one_each` where every row is one of these, and none has to be added up."""
    where = [_KEPT, "r.month IN (SELECT month FROM clean)"]
    where += [f"r.{name} = %({name})s" for name in ("severity", "metric") if values[name] is not None]
    wanted = _wanted(filters, by)
    key = "r.key" if by else NO_KEY
    values["dimension"] = next(iter(wanted), "")
    if filters.seen_by is not None:
        values["dimension"], is_one_each = BY_AGENT, False
        key = seen_part("team") if by else NO_KEY
        where.append(seen(seen_part("assignee"), seen_part("team"), "text"))
    elif len(wanted) > 1:
        values["dimension"], is_one_each = COMBINED, False
        key = part_of(facts, by, "r.key") if by else NO_KEY
    where += _filtered(facts, filters, values)
    source = f"FROM {MONTHS} JOIN reports_rollup r ON r.month = m.month WHERE {' AND '.join(where)}"
    if is_one_each:
        return f"SELECT m.label, r.severity, r.metric, {key}, r.counts, r.used, r.hours {source}"
    return f"SELECT m.label, r.severity, r.metric, {key}, {_sums(facts)} {source} GROUP BY 1, 2, 3, 4"


def _filtered(facts: Facts, filters: Filters, values: dict[str, Any]) -> list[str]:
    """Give the conditions of filters on the tables' keys, and put their values in."""
    conditions = []
    for dimension, text in filters.given.items():
        values[f"is_{dimension}"] = text
        key = part_of(facts, dimension, "r.key") if values["dimension"] == COMBINED else "r.key"
        key = seen_part("team") if values["dimension"] == BY_AGENT else key
        conditions.append(f"{key} = %(is_{dimension})s")
    return conditions


def _sums(facts: Facts, only: Sequence[str] | None = None) -> str:
    """Give the counts added up, used and hours; of `only` some measures the counts alone."""
    counts = ", ".join(
        f"sum(r.counts[{place}])" if only is None or name in only else "0"
        for place, name in enumerate(facts.measures, 1)
    )
    added = [f"string_agg(r.{name}, ''::bytea)" if only is None else "NULL::bytea" for name in ("used", "hours")]
    return f"ARRAY[{counts}]::int[], {', '.join(added)}"


def parts(
    kind: type[F],
    periods: Sequence[Period],
    filters: Filters,
    *,
    by: Sequence[Dimension],
    metric: str | None = None,
    only: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    now: datetime,
) -> dict[Dimension, Cells[F]]:
    """Give what `reports.raw.parts` gives, but for agents: of clean months from the tables where `can_read_parts`."""
    asked = parts_asked(kind, periods, filters, by=by, metric=metric, only=only, keys=keys, now=now)
    return parts_of(kind, by, rows_of(*asked, columns=PART))


def parts_asked(
    kind: type[F],
    periods: Sequence[Period],
    filters: Filters,
    *,
    by: Sequence[Dimension],
    metric: str | None = None,
    only: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    now: datetime,
) -> tuple[str, str, list[str], dict[str, Any]]:
    """Give what rows_of is asked for parts: of clean months, of others, of what is always asked, and the values."""
    facts = FACTS[kind]
    conditions, values = narrowed(filters, metric)
    conditions, values = conditions + of_keys(by, keys), values | {"keys": keys and list(keys)}
    values |= values_of_periods(periods, now) | {"area": facts.name}
    if can_read_parts(kind, filters, by):
        kept = _kept_parts_sql(facts, filters, by, values, only=only)
    else:
        kept = parts_sql(facts, by, conditions, months=_DONE, only=only)
    others = parts_sql(facts, by, conditions, months=_REST, only=only)
    overdue: list[str] = [parts_sql(OVERDUE, by, conditions, only=only)] if kind is ClockFigures else []
    return kept, others, overdue, values


def _kept_parts_sql(
    facts: Facts, filters: Filters, by: Sequence[Dimension], values: dict[str, Any], *, only: Sequence[str] | None
) -> str:
    """Give the kept cells told apart by each dimension; under a filter they are taken out of COMBINED."""
    where = ["r.tenant_id = %(tenant)s AND r.area = %(area)s AND r.month IN (SELECT month FROM clean)"]
    where += [f"r.{name} = %({name})s" for name in ("severity", "metric") if values[name] is not None]
    each, column = "", "r.dimension, r.key"
    if [*filters.given] == [*by]:  # one of its own
        values["dimension"] = by[0]
        where += ["r.dimension = %(dimension)s", *_filtered(facts, filters, values)]
    elif filters.given:
        values["dimension"] = COMBINED
        where += ["r.dimension = %(dimension)s", *_filtered(facts, filters, values)]
        rows = ", ".join(f"('{one}', {part_of(facts, one, 'r.key')})" for one in by)
        each, column = f" CROSS JOIN LATERAL (VALUES {rows}) d (dimension, key)", "d.dimension, d.key"
    else:
        values["dimensions"] = [str(one) for one in by]
        where.append("r.dimension = ANY(%(dimensions)s)")
    if values["keys"] is not None:
        where.append(f"{column.split()[1]} = ANY(%(keys)s)")
    return (
        f"SELECT m.label, {NO_KEY}, r.metric, {column}, {_sums(facts, only)}"  # noqa: S608
        f" FROM {MONTHS} JOIN reports_rollup r ON r.month = m.month{each} WHERE {' AND '.join(where)}"
        " GROUP BY 1, 3, 4, 5"
    )
