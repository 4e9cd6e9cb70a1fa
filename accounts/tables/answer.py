"""Files as answers: written to a temporary file first, so that memory stays flat and a file is whole or not sent.

A response that writes while it is read would hold the tenant's transaction open for as long as the reader's line takes,
and end in the middle, looking whole, where a row fails.
"""

from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse

from accounts.tables.csv_file import csv_into
from accounts.tables.table import Table
from accounts.tables.xlsx_file import xlsx_into

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class TableResponse(FileResponse):
    """A file with a table in it. `row_count` is how many rows it has, the head aside."""

    row_count: int


def table_response(table: Table, kind: str) -> TableResponse:
    """Answer with a table as a file of this kind, `csv` or `xlsx`, under its name; KeyError for another kind."""
    content_type = TYPES[kind]
    file = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - the response closes it
    try:
        count = xlsx_into(file, table) if kind == "xlsx" else _csv(file, table)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    name = f"{table.name}.{kind}"
    response = TableResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response.row_count = count
    return response


def _csv(file: BinaryIO, table: Table) -> int:
    """Write CSV; the mark at its start tells spreadsheets that it is UTF-8."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    count = csv_into(text, table)
    text.detach()
    return count
