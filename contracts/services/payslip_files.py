"""Payslip counts from a CSV file: what cannot be read is refused with its line and the reason, the rest is kept.

The first line names the columns, in any of the three languages: the customer (number or name), the month (2026-03; one
for the whole file can be chosen beside it), the payslips. Semicolons, commas or tabs stand between; UTF-8 with or
without a mark, or what Windows writes; thousands as in 1 234, 1.234, 1,234 or 1'234.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.months import read_month
from contracts.models import Customer
from contracts.services.payslips import Counted

MOST_LINES = 5_000
MOST_BYTES = 1024 * 1024
HEADS = {
    "number": {"customer number", "external id", "external_id", "kundnummer", "kundnr", "kundenummer", "kundenr"},
    "customer": {"customer", "name", "kund", "kunde", "namn", "navn", "företag", "virksomhed"},
    "month": {"month", "månad", "måned", "period", "periode"},
    "count": {"payslips", "count", "lönebesked", "lönespecifikationer", "lønsedler", "antal"},
}
_GROUPED = re.compile(r"\d{1,3}(?:([ .,'’\u00a0\u202f])\d{3})(?:\1\d{3})*|\d{1,9}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-?(\d{2})(?:-01)?", re.ASCII)


class Refused(NamedTuple):
    """A line that was left out; lines are counted from 1, the head included."""

    line: int
    said: str
    reason: str


@dataclass
class FileRead:
    """What stands in a file: counts with their lines, and what was left out."""

    counts: list[tuple[int, Counted]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, line: int, counted: Counted, reason: str) -> None:
        """Leave a line out after all."""
        self.counts.remove((line, counted))
        self.refused.append(Refused(line, f"{counted.customer.name} {counted.month:%Y-%m} {counted.count}", reason))


def decoded(content: bytes) -> str:
    """Give the text of a file. ValidationError where it is too large or no text."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 1 MB."), code="file")
    if b"\0" in content:
        raise ValidationError(_("This is no text file. Save the sheet as CSV."), code="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_payslips(text: str, *, month: date | None = None) -> FileRead:
    """Read a file's text; `month` is for files without that column. ValidationError where it cannot be read at all."""
    text = text.removeprefix("\ufeff")
    head, _newline, _rest = text.partition("\n")
    lines = csv.reader(StringIO(text, newline=None), delimiter=max(";,\t", key=head.count))
    rows = _rows(lines)
    reader, found = _Reader(_columns(next(rows, []), month), month), FileRead()
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if lines.line_num > MOST_LINES:
            raise ValidationError(_("The file has more than 5,000 lines."), code="file")
        try:
            found.counts.append((lines.line_num, reader.read(lines.line_num, cells)))
        except _RefusedLineError as error:
            found.refused.append(Refused(lines.line_num, " ".join(" ".join(cells).split())[:80], str(error)))
    return found


class _RefusedLineError(ValueError):
    """Why a line is left out."""


class _Reader:
    """Reads lines. 1 query for all customers."""

    def __init__(self, columns: dict[str, int], month: date | None) -> None:
        self.columns, self.month = columns, month
        self.by_number: dict[str, Customer] = {}
        self.by_name: dict[str, list[Customer]] = {}
        for customer in Customer.objects.all():
            self.by_name.setdefault(_key(customer.name), []).append(customer)
            if customer.external_id:
                self.by_number[customer.external_id] = customer
        self.seen: dict[tuple[int, date], int] = {}

    def read(self, line: int, cells: list[str]) -> Counted:
        counted = Counted(self._customer(cells), self._month(cells), self._count(cells))
        first = self.seen.setdefault((counted.customer.pk, counted.month), line)
        if first != line:
            raise _RefusedLineError(_("Line %(line)d has this customer and month already.") % {"line": first})
        return counted

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.columns.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _customer(self, cells: list[str]) -> Customer:
        number, name = self._cell(cells, "number"), self._cell(cells, "customer")
        if number:
            if number in self.by_number:
                return self.by_number[number]
            raise _RefusedLineError(_("No customer has the number %(number)s.") % {"number": number[:80]})
        if not name:
            raise _RefusedLineError(_("The customer is missing."))
        # The number may stand where the name is looked for.
        if name in self.by_number:
            return self.by_number[name]
        found = self.by_name.get(_key(name), [])
        if not found:
            raise _RefusedLineError(_("There is no customer %(name)s.") % {"name": name[:80]})
        if len(found) > 1:
            raise _RefusedLineError(_("Several customers are called %(name)s: give the number.") % {"name": name[:80]})
        return found[0]

    def _month(self, cells: list[str]) -> date:
        said = self._cell(cells, "month")
        if not said and self.month:
            return self.month
        found = _MONTH.fullmatch(said)
        month = read_month(f"{found[1]}-{found[2]}") if found else None
        if month is None:
            raise _RefusedLineError(_("The month must be like 2026-03."))
        return month

    def _count(self, cells: list[str]) -> int:
        count = read_count(self._cell(cells, "count"))
        if count is None:
            raise _RefusedLineError(_("The payslips must be a whole number."))
        return count


def read_count(text: str) -> int | None:
    """Give a whole number as people and sheets write it, thousands set apart or not; None for anything else."""
    return int(re.sub(r"\D", "", text)) if _GROUPED.fullmatch(text.strip()) else None


def _rows(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from lines
    except csv.Error as error:
        raise ValidationError(_("The file cannot be read as CSV."), code="file") from error


def _columns(head: list[str], month: date | None) -> dict[str, int]:
    names = [_key(cell) for cell in head]
    columns = {
        column: next(place for place, name in enumerate(names) if name in words)
        for column, words in HEADS.items()
        if words & set(names)
    }
    missing = []
    if not columns.keys() & {"number", "customer"}:
        missing.append(_("customer"))
    if "month" not in columns and month is None:
        missing.append(_("month"))
    if "count" not in columns:
        missing.append(_("payslips"))
    if missing:
        said = _("The first line must name the columns. Missing: %(columns)s.") % {"columns": ", ".join(missing)}
        raise ValidationError(said, code="file")
    return columns


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
