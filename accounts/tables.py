"""Tables as CSV files that open well in the reader's spreadsheet and run nothing there."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

from accounts import formats

Cell = str | int | float | Decimal | None
# A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Table:
    """A file's name without ending, its head and its rows. Numbers are numbers, so that they can be added up."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_csv(table: Table) -> str:
    """Write a table, with semicolons where the active language's decimal mark is a comma (as spreadsheets there do).

    Text that would be read as a formula gets an apostrophe first; numbers are written as they are.
    """
    mark = formats.style().mark
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if mark == "," else ",")
    writer.writerow([_cell(cell, mark) for cell in table.head])
    writer.writerows([_cell(cell, mark) for cell in row] for row in table.rows)
    return out.getvalue()


def _cell(value: Cell, mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value).replace(".", mark)
