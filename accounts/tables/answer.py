"""Files as answers: written to a temporary file first, so that memory stays flat and a file is whole or not sent.

A response that writes while it is read would hold the tenant's transaction open for as long as the reader's line takes,
and end in the middle, looking whole, where a row fails.
"""

from dataclasses import replace
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import BinaryIO, Self, cast
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.requests import TenantRequest
from accounts.tables.csv_file import csv_into
from accounts.tables.names import named
from accounts.tables.table import Table
from accounts.tables.xlsx_file import xlsx_into

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class TableResponse(FileResponse):
    """A file with a table in it, written by `build`: `@roles` does that for every view, within the member's limit, and
    notes who took it (accounts/tables/taken.py). `row_count` is then how many rows it has, the head aside.
    """

    row_count: int

    def __init__(self, table: Table, kind: str) -> None:
        """KeyError for a kind other than `csv` or `xlsx`."""
        self.table, self.kind, self.name = table, kind, f"{table.name}.{kind}"
        super().__init__(iter(_refuse, b""), as_attachment=True, filename=self.name, content_type=TYPES[kind])
        self.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=self.name) or ""

    def build(self) -> Self:
        """Write the file."""
        file = cast(BinaryIO, TemporaryFile())  # noqa: SIM115 - the response closes it
        try:
            self.row_count = xlsx_into(file, self.table) if self.kind == "xlsx" else _csv(file, self.table)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        self.streaming_content = file
        return self


class TextResponse(HttpResponse):
    """A file that was kept as a text, like a closed month: noted as those that are written are."""

    def __init__(self, text: str, name: str, *, rows: int, content_type: str) -> None:
        super().__init__(text, content_type=f"{content_type}; charset=utf-8")
        self.name, self.kind, self.row_count = name, name.rpartition(".")[2], rows
        self.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""

    def build(self) -> Self:
        """It is written already."""
        return self


def table_response(table: Table, kind: str) -> TableResponse:
    """Answer with a table as a file of this kind, `csv` or `xlsx`, under its name; KeyError for another kind."""
    return TableResponse(table, kind)


def list_response(request: TenantRequest, table: Table, kind: str) -> TableResponse:
    """Answer with what a page lists now: the table's name, which is words, gets the tenant's day, and instants are
    written in the tenant's zone.
    """
    zone = ZoneInfo(request.tenant.zone)
    name = named(table.name, timezone.now().astimezone(zone).date())
    return table_response(replace(table, name=name, zone=zone), kind)


def _refuse() -> bytes:
    """Fail for a view without `@roles`, rather than send an empty file."""
    raise RuntimeError("the table was not written")


def _csv(file: BinaryIO, table: Table) -> int:
    """Write CSV; the mark at its start tells spreadsheets that it is UTF-8."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    count = csv_into(text, table)
    text.detach()
    return count
