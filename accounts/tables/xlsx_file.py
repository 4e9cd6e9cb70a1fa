"""Tables as XLSX files: real numbers and dates, text that is never a formula, one row in memory at a time."""

import re
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from accounts.tables.table import FORMULA, Cell, Kind, Table
from accounts.tables.xlsx_sheet import Sheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_BEGINNING = date(1899, 12, 30).toordinal()
# Formats as the file keeps them; spreadsheets show them in the reader's words.
_FORMATS = {Kind.INSTANT: "yyyy-mm-dd hh:mm:ss", Kind.DAY: "yyyy-mm-dd", Kind.DURATION: "0.00", Kind.SHARE: "0.0"}
_WIDTHS = {Kind.PLAIN: 18, Kind.INSTANT: 19, Kind.DAY: 11, Kind.DURATION: 12, Kind.SHARE: 12}
WIDEST_HEAD = 40
# What the name of a sheet may have, by the file format.
LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def xlsx_into(out: BinaryIO, table: Table, *, most_rows: int = MOST_ROWS) -> int:
    """Write a table and give how many rows it has. A sheet that is full (`most_rows`, the head included) goes on in the
    next one, with its head.

    A text is cut at 32,767 characters, which a cell holds at most. What is written before the end lies in a folder of
    its own that goes with it.
    """
    with TemporaryDirectory(prefix="export-") as folder:
        book = Workbook(out, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
        sheets = _Sheets(book, table, most_rows)
        for row in table.written():
            sheets.write(row)
        sheets.end()
        book.close()
        return sheets.count


class _Sheets:
    """The workbook's sheets: the one being written, and where it stands."""

    def __init__(self, book: Any, table: Table, most_rows: int) -> None:
        self._book, self._columns, self._most = book, table.columns, most_rows
        self._name = " ".join(_NOT_IN_NAMES.sub(" ", table.name).split())
        self._head = book.add_format({"bold": True, "bottom": 1})
        # As an apostrophe typed first: still text after somebody has edited the cell.
        self._quoted = book.add_format({"quote_prefix": True})
        made = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
        self._formats = [made.get(column.kind) for column in self._columns]
        self.count = 0
        self._begin()

    def write(self, row: list[Cell]) -> None:
        """Write the next row."""
        if self._at == self._most:
            self.end()
            self._begin()
        formats, cells = [*self._formats], [_cell(value) for value in row]
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                formats[place] = self._quoted if cell.startswith(FORMULA) else None
        self._sheet.add(self._at, cells, formats)
        self._at += 1
        self.count += 1

    def end(self) -> None:
        """Let the reader filter what stands in the sheet."""
        self._sheet.autofilter(0, 0, self._at - 1, len(self._columns) - 1)

    def _begin(self) -> None:
        number = len(self._book.worksheets()) + 1
        end = f" {number}" if number > 1 else ""
        name = self._name[: LONGEST_NAME - len(end)].strip("' ") + end if self._name else None
        self._sheet = sheet = self._book.add_worksheet(name, Sheet)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            width = max(_WIDTHS[column.kind], min(len(column.name) + 3, WIDEST_HEAD))
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, column.name, self._head)
        self._at = 1


def _cell(value: Cell) -> Any:
    """Give a text cut to what a cell holds, None for nothing, a number as it is, and an instant or a day as the days
    since the end of 1899 that spreadsheets count.
    """
    if isinstance(value, str):
        return _cut(value) if len(value) > MOST_CHARACTERS // 2 else value or None
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return value.toordinal() - _BEGINNING + seconds / 86_400
    return value.toordinal() - _BEGINNING if isinstance(value, date) else value


def _cut(text: str) -> str:
    """Cut a text at 32,767 UTF-16 units, and never a character in two."""
    return text.encode("utf-16-le")[: 2 * MOST_CHARACTERS].decode("utf-16-le", "ignore")
