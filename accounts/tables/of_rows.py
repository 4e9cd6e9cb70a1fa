"""A table from rows and a line for each column: what most lists need to be files."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, tzinfo
from itertools import islice
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.tables.table import Cell, Column, Kind, Table

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)

AT_ONCE = 500


def table_of(
    name: str, rows: Iterable[Row], *columns: tuple[str | Column, Callable[[Row], Cell]], zone: tzinfo = UTC
) -> Table:
    """Give the table with a column for each (head, what it says of a row).

    A QuerySet is read by a cursor, AT_ONCE rows at a time, and none is kept.
    """
    source = rows.iterator(AT_ONCE) if isinstance(rows, QuerySet) else rows
    cells = [cell for _column, cell in columns]
    return Table(name, [head for head, _read in columns], ([cell(row) for cell in cells] for row in source), zone)


def some_at_once(found: QuerySet[Record]) -> Iterator[list[Record]]:
    """Give rows AT_ONCE at a time, for what reads more beside them in one query; none is kept."""
    rows = found.iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield some


def instant(name: str) -> Column:
    """Head a column of aware datetimes."""
    return Column(name, Kind.INSTANT)


def day(name: str) -> Column:
    """Head a column of dates."""
    return Column(name, Kind.DAY)


def yes_no(is_so: bool) -> str:
    """Say it in words: a spreadsheet's own TRUE is in another language than the rest."""
    return _("Yes") if is_so else _("No")
