"""What was read of months is remembered for as long as nothing was noted or counted since (docs/dashboards.md)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from accounts.kept import keep, last_kept

Row = tuple[Any, ...]
# Keys are never used twice, and every change of a month adds a note: what they are says what was counted and changed.
# The notes are counted as well, for one may come to light after a later one.
_STAMPS = """clean AS MATERIALIZED (
    SELECT c.month, c.id FROM reports_countedmonth c
    WHERE c.tenant_id = %(tenant)s AND c.area = %(area)s AND c.zone = %(zone)s AND c.month = ANY(%(months)s)
    AND NOT EXISTS (SELECT FROM reports_changedmonth d
        WHERE d.tenant_id = c.tenant_id AND d.area = c.area AND d.month = c.month)),
    counted AS MATERIALIZED (SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') AS text FROM clean),
    changed AS MATERIALIZED (
        SELECT (TABLE counted) || '/' || count(*) || '/' || coalesce(sum(d.id), 0) AS text
        FROM reports_changedmonth d
        WHERE d.tenant_id = %(tenant)s AND d.area = %(area)s AND d.month = ANY(%(months)s))"""
_STAMP, _CLEAN, _OTHERS, _NOW = range(4)
SECONDS = 3600


def rows_of(
    clean: str,
    others: str,
    at_once: Sequence[str],
    values: Mapping[str, Any],
    *,
    columns: int,
    is_shared: bool = True,
) -> list[Row]:
    """Give the rows of `clean`, which reads the months of the table of that name, of `others`, which reads those that
    are not in it, and of `at_once`, which are always asked. One query, of one moment.

    The first two are not asked where their months are as they were. What they give must not change but with these
    months: neither with `now`, nor, where it is shared, with who asks. A row's last columns are counts and two
    histograms.
    """
    question = sorted((key, repr(value)) for key, value in values.items() if key != "now")
    names = {_CLEAN: ("months", clean, question), _OTHERS: ("months", others, question)}
    known: dict[int, tuple[str | None, list[Row]]] = {
        part: (last_kept(name) if is_shared else None) or (None, []) for part, name in names.items()
    }
    blank = ", ".join(["''"] * (columns - 6) + ["NULL::int[]", "NULL::bytea", "NULL::bytea"])
    parts = [
        f"SELECT {_STAMP} AS part, NULL::date, (TABLE counted), (TABLE changed), {blank}",
        f"SELECT {_CLEAN}, x.* FROM ({clean}) x WHERE (TABLE counted) IS DISTINCT FROM %(known_clean)s",  # noqa: S608
        f"SELECT {_OTHERS}, x.* FROM ({others}) x WHERE (TABLE changed) IS DISTINCT FROM %(known_others)s",  # noqa: S608
        *(f"SELECT {_NOW}, x.* FROM ({each}) x" for each in at_once),  # noqa: S608
    ]
    found: dict[int, list[Row]] = {part: [] for part in range(4)}
    with connection.cursor() as cursor:
        stamps = {"known_clean": known[_CLEAN][0], "known_others": known[_OTHERS][0]}
        cursor.execute(f"WITH {_STAMPS} {' UNION ALL '.join(parts)}", {**values, **stamps})
        for part, *row in cursor.fetchall():
            found[part].append(tuple(row))
    ((_, counted, changed, *_),) = found[_STAMP]
    for part, stamp in ((_CLEAN, counted), (_OTHERS, changed)):
        if stamp == known[part][0]:
            found[part] = known[part][1]
        elif is_shared:
            found[part] = [_plain(row) for row in found[part]]
            keep(names[part], stamp, found[part], seconds=SECONDS)
    return found[_CLEAN] + found[_OTHERS] + found[_NOW]


def _plain(row: Row) -> Row:
    *cell, used, hours = row
    return (*cell, used and bytes(used), hours and bytes(hours))
