"""Tables as CSV files that open well in the reader's spreadsheet and run nothing there."""

import csv
from datetime import date, datetime
from io import StringIO
from typing import TextIO

from accounts import formats
from accounts.tables.table import FORMULA, Cell, Table


def write_csv(table: Table) -> str:
    """Write a small table as a text: see `csv_into`."""
    out = StringIO()
    csv_into(out, table)
    return out.getvalue()


def csv_into(out: TextIO, table: Table) -> int:
    """Write a table row by row, with semicolons where the active language's decimal mark is a comma (as spreadsheets
    there do), and give how many rows it has.

    Text that would be read as a formula gets an apostrophe first; numbers are written as they are, instants as
    2026-05-04 10:00:00.
    """
    mark = formats.style().mark
    writer = csv.writer(out, delimiter=";" if mark == "," else ",")
    writer.writerow([_cell(column.name, mark) for column in table.columns])
    count = 0
    for row in table.written():
        writer.writerow([_cell(cell, mark) for cell in row])
        count += 1
    return count


def _cell(value: Cell, mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace(".", mark)
