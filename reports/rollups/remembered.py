"""What was read of months is remembered for as long as nothing was noted or counted since (docs/dashboards.md)."""

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import connection

from accounts.kept import keep, last_kept

T = TypeVar("T")
Row = tuple[Any, ...]
# Keys are never used twice, and every change of a month adds a note: what they are says what was counted and changed.
# The notes are counted as well, for one may come to light after a later one.
_STAMPS = """clean AS MATERIALIZED (
    SELECT c.month, c.id FROM reports_countedmonth c
    WHERE c.tenant_id = %(tenant)s AND c.area = %(area)s AND c.zone = %(zone)s AND c.month = ANY(%(stamped)s)
    AND NOT EXISTS (SELECT FROM reports_changedmonth d
        WHERE d.tenant_id = c.tenant_id AND d.area = c.area AND d.month = c.month)),
    counted AS MATERIALIZED (SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') AS text FROM clean),
    changed AS MATERIALIZED (
        SELECT (TABLE counted) || '/' || count(*) || '/' || coalesce(sum(d.id), 0) AS text
        FROM reports_changedmonth d
        WHERE d.tenant_id = %(tenant)s AND d.area = %(area)s AND d.month = ANY(%(stamped)s))"""
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
    """Give the rows of `clean`, which reads the months of the table of that name ("" for nothing), of `others`, which
    reads those that are not in it, and of `at_once`, which are always asked. One query, of one moment.

    The first two are not asked where their months are as they were. What they give must not change but with these
    months: neither with `now`, nor, where it is shared, with who asks. A row's last columns are counts and two
    histograms. `stamped` of the values are the months that it depends on, its `months` where it is not named.
    """
    names = [_name(part, values) if part and is_shared else None for part in (clean, others)]
    known = [_Known.of(name) for name in names]
    stamps = (known[0].stamp, known[1].stamp, None)
    counted, changed, found = _ask(clean, others, at_once, values, columns=columns, stamps=stamps)
    rows: list[Row] = []
    for part, name, stamp, of in zip((_CLEAN, _OTHERS), names, (counted, changed), known, strict=True):
        rows += of.value if stamp == of.stamp else _kept(name, stamp, found[part])
    return rows + found[_NOW]


def digest_of(
    digest: Callable[[list[Row]], T],
    clean: str,
    others: str,
    at_once: Sequence[str],
    values: Mapping[str, Any],
    *,
    columns: int,
    name: str,
) -> tuple[T, list[Row]]:
    """Give what `digest` makes of the rows of `clean` and `others`, and the rows of `at_once`; the rest as rows_of.

    Not the rows are remembered but what was made of them, under `name` and the question: where thousands of rows are
    read for something small. One query.
    """
    whole, part = f"{name} {_name(others, values)}", _name(clean, values)
    made, known = _Known.of(whole), _Known.of(part)
    counted, changed, found = _ask(
        clean, others, at_once, values, columns=columns, stamps=(known.stamp, made.stamp, made.stamp)
    )
    if changed == made.stamp:
        return made.value, found[_NOW]
    rows = known.value if counted == known.stamp else _kept(part, counted, found[_CLEAN])
    result = digest(rows + found[_OTHERS])
    keep(whole, changed, pickle.dumps(result), seconds=SECONDS)
    return result, found[_NOW]


@dataclass(frozen=True)
class _Known:
    """What is remembered under a name. Thousands of rows are unpacked only where they are wanted."""

    stamp: str | None
    packed: bytes = b""

    @classmethod
    def of(cls, name: str | None) -> Self:
        found = last_kept(name) if name else None
        return cls(*found) if found else cls(None)

    @property
    def value(self) -> Any:
        return pickle.loads(self.packed)  # noqa: S301 – our own, as all that Django's cache keeps


def _name(part: str, values: Mapping[str, Any]) -> str:
    return f"months {part} {sorted((key, repr(value)) for key, value in values.items() if key != 'now')}"


def _ask(
    clean: str,
    others: str,
    at_once: Sequence[str],
    values: Mapping[str, Any],
    *,
    columns: int,
    stamps: tuple[str | None, str | None, str | None],
) -> tuple[str, str, dict[int, list[Row]]]:
    """Give both stamps as they are, and the rows by part. `stamps` are the known ones: of the clean months, of all, and
    of all where these make up for the clean ones as well.
    """
    blank = ", ".join(["''"] * (columns - 6) + ["NULL::int[]", "NULL::bytea", "NULL::bytea"])
    parts = [
        f"SELECT {_STAMP} AS part, NULL::date, (TABLE counted), (TABLE changed), {blank}",
        f"SELECT {_OTHERS}, x.* FROM ({others}) x WHERE (TABLE changed) IS DISTINCT FROM %(known_others)s",  # noqa: S608
        *(f"SELECT {_NOW}, x.* FROM ({each}) x" for each in at_once),  # noqa: S608
    ]
    if clean:
        parts.append(
            f"SELECT {_CLEAN}, x.* FROM ({clean}) x WHERE (TABLE counted) IS DISTINCT FROM %(known_clean)s"  # noqa: S608
            " AND (TABLE changed) IS DISTINCT FROM %(known_whole)s"
        )
    found: dict[int, list[Row]] = {part: [] for part in range(4)}
    known = dict(zip(("known_clean", "known_others", "known_whole"), stamps, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {_STAMPS} {' UNION ALL '.join(parts)}", {"stamped": values["months"], **values, **known})
        for part, *row in cursor.fetchall():
            found[part].append(tuple(row))
    ((_, counted, changed, *_),) = found[_STAMP]
    return counted, changed, found


def _kept(name: str | None, stamp: str, rows: list[Row]) -> list[Row]:
    plain = [(*cell, used and bytes(used), hours and bytes(hours)) for *cell, used, hours in rows]
    if name:
        keep(name, stamp, pickle.dumps(plain), seconds=SECONDS)
    return plain
