"""What was read of months that were not counted anew since is remembered: it is the same (docs/dashboards.md)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from accounts.kept import keep, last_kept

Row = tuple[Any, ...]
# The keys of counted months are never used twice: they say by themselves that nothing was counted since.
_CLEAN = """clean AS MATERIALIZED (
    SELECT c.month, c.id FROM reports_countedmonth c
    WHERE c.tenant_id = %(tenant)s AND c.area = %(area)s AND c.zone = %(zone)s AND c.month = ANY(%(months)s)
    AND NOT EXISTS (SELECT FROM reports_changedmonth d
        WHERE d.tenant_id = c.tenant_id AND d.area = c.area AND d.month = c.month)),
    stamp AS MATERIALIZED (SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') AS text FROM clean)"""
SECONDS = 3600


def rows_of(
    kept: str, rest: Sequence[str], values: Mapping[str, Any], *, columns: int, is_shared: bool = True
) -> list[Row]:
    """Give the rows of `kept`, which reads the months of `clean` alone, and of `rest`. One query, of one moment.

    Where the clean months are those of the last time, `kept` is not asked. What it gives must not change but with
    these months: neither with `now`, nor with who asks, unless it is not shared. The last columns are three: counts,
    and two histograms.
    """
    name = ("months", kept, sorted((key, repr(value)) for key, value in values.items() if key != "now"))
    stamp, remembered = (last_kept(name) if is_shared else None) or (None, [])
    mark = ", ".join(
        ["NULL::date", "(TABLE stamp)", *["''"] * (columns - 5), "NULL::int[]", "NULL::bytea", "NULL::bytea"]
    )
    sql = (
        f"WITH {_CLEAN} SELECT NULL::bool AS is_kept, {mark}"  # noqa: S608
        f" UNION ALL SELECT true, kept.* FROM ({kept}) kept WHERE (TABLE stamp) IS DISTINCT FROM %(known)s"
        f" UNION ALL SELECT false, rest.* FROM ({' UNION ALL '.join(rest)}) rest"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "known": stamp})
        found: dict[bool | None, list[Row]] = {None: [], True: [], False: []}
        for is_kept, *row in cursor.fetchall():
            found[is_kept].append(tuple(row))
    ((_, stamp_now, *_),) = found[None]
    if stamp_now != stamp:
        remembered = [_plain(row) for row in found[True]]
        if is_shared:
            keep(name, stamp_now, remembered, seconds=SECONDS)
    return remembered + found[False]


def _plain(row: Sequence[Any]) -> Row:
    *cell, used, hours = row
    return (*cell, used and bytes(used), hours and bytes(hours))
