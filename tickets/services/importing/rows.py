"""From the lines of a file to rows in our own words; what cannot be read is rejected with its line and the reason."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import IO
from zoneinfo import ZoneInfo

from sla.engine.instants import FIRST_YEAR, LAST_YEAR
from tickets.services.importing.mapping import Mapping

Reject = Callable[[int, str], None]


class FileError(ValueError):
    """The file as a whole cannot be read; the text says why."""


class RowError(ValueError):
    """One row cannot be read; the text says why."""


@dataclass(frozen=True)
class Row:
    """What one line says of a ticket. Instants are UTC in whole seconds; empty texts and None are unknown."""

    line: int
    number: str
    opened_at: datetime
    at: datetime
    state: str
    severity: str = ""
    customer: str = ""
    contact: str = ""
    team: str = ""
    agent: str = ""
    channel: str = ""
    category: str = ""
    subject: str = ""
    text: str = ""
    solution: str = ""
    updated_by: str = ""
    resolved_at: datetime | None = None
    closed_at: datetime | None = None

    def said(self) -> str:
        """Give all that it says as one text, to tell whether a file has changed."""
        return repr([value for name, value in vars(self).items() if name != "line"])


def read_rows(file: IO[str], mapping: Mapping, zone: ZoneInfo, reject: Reject, *, now: datetime) -> Iterator[Row]:
    """Yield the readable rows one by one; `zone` is the tenant's. FileError for a file that lacks columns."""
    lines = csv.reader(file, delimiter=mapping.delimiter, strict=True)
    header = _header(lines, mapping)
    reader = _Reader(mapping, header, mapping.zone or zone, now)
    while True:
        line = lines.line_num + 1
        try:
            cells = next(lines)
            if cells:
                yield reader.row(line, cells)
        except StopIteration:
            return
        except (RowError, csv.Error) as error:
            reject(line, str(error))


def _header(lines: Iterator[list[str]], mapping: Mapping) -> list[str]:
    try:
        header = [name.strip() for name in next(lines)]
    except StopIteration:
        raise FileError("The file is empty.") from None
    except csv.Error as error:
        raise FileError(f"The file is not a CSV file: {error}.") from error
    if not _are_texts(header):
        raise FileError(f"The file is not a CSV file in {mapping.encoding}.")
    missing = sorted(mapping.columns - set(header))
    if missing:
        raise FileError(f"The file lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.")
    return header


class _Reader:
    """Reads the cells of one file."""

    def __init__(self, mapping: Mapping, header: list[str], zone: ZoneInfo, now: datetime) -> None:
        self.mapping, self.zone, self.now, self.width = mapping, zone, now, len(header)
        self.places = {
            name: [(column, header.index(column)) for column in columns] for name, columns in mapping.fields.items()
        }
        self.instant = lru_cache(maxsize=4096)(self._instant)

    def row(self, line: int, cells: list[str]) -> Row:
        """Read one line; RowError says what is wrong with it."""
        if len(cells) != self.width:
            raise RowError(f"{len(cells)} cells where the header has {self.width}")
        if not _are_texts(cells):
            raise RowError(f"is not text in {self.mapping.encoding}")
        number = self._text(cells, "number")
        if not number:
            raise RowError("has no number")
        if len(number) > 80:
            raise RowError("the number is longer than 80 characters")
        return Row(
            line=line,
            number=number,
            opened_at=self._needed(cells, "opened_at"),
            at=self._needed(cells, "updated_at"),
            state=self._value(cells, "state") or self._refuse(cells, "state"),
            severity=self._value(cells, "severity"),
            channel=self._value(cells, "channel"),
            customer=self._text(cells, "customer"),
            contact=self._text(cells, "contact"),
            team=self._text(cells, "team")[:80],
            agent=self._text(cells, "agent")[:120],
            category=self._text(cells, "category")[:80],
            subject=self._text(cells, "subject", " · "),
            text=self._text(cells, "text", "\n"),
            solution=self._text(cells, "solution", "\n"),
            updated_by=self._text(cells, "updated_by"),
            resolved_at=self._when(cells, "resolved_at"),
            closed_at=self._when(cells, "closed_at"),
        )

    def _text(self, cells: list[str], name: str, glue: str = " ") -> str:
        known = (cells[place].strip() for _, place in self.places.get(name, ()))
        return glue.join(" ".join(cell.split(" ")) for cell in known if cell not in self.mapping.unknown)

    def _value(self, cells: list[str], name: str) -> str:
        said = self._text(cells, name)
        if not said:
            return self.mapping.defaults.get(name, "")
        return _ours(tuple(self.mapping.values.get(name, {}).items()), said) or self._refuse(cells, name)

    def _refuse(self, cells: list[str], name: str) -> str:
        column = self.places[name][0][0]
        raise RowError(f"unknown {column} “{self._text(cells, name)}”")

    def _when(self, cells: list[str], name: str) -> datetime | None:
        said = self._text(cells, name)
        return self.instant(self.places[name][0][0], said) if said else None

    def _needed(self, cells: list[str], name: str) -> datetime:
        at = self._when(cells, name)
        if at is None:
            raise RowError(f"has no {self.places[name][0][0]}")
        return at

    def _instant(self, column: str, said: str) -> datetime:
        """Read local time. The hour that comes twice in autumn is taken as the first, the one that a spring night
        leaves out as an hour later on the clock: both are what fold=0 says.
        """
        try:
            local = datetime.strptime(said, self.mapping.date_format)  # noqa: DTZ007 - the zone comes below
        except ValueError:
            raise RowError(f"{column} “{said}” is not a time like {self.mapping.date_format}") from None
        if not FIRST_YEAR < local.year < LAST_YEAR:
            raise RowError(f"{column} “{said}” is outside {FIRST_YEAR + 1} to {LAST_YEAR - 1}")
        aware = local if local.tzinfo else local.replace(tzinfo=self.zone)
        at = aware.astimezone(UTC).replace(microsecond=0)
        if at > self.now:
            raise RowError(f"{column} “{said}” lies in the future")
        return at


def _are_texts(cells: list[str]) -> bool:
    """Say whether every byte was a letter: others came through as lone surrogates; no database keeps a NUL."""
    return not any(letter == "\0" or "\udc80" <= letter <= "\udcff" for cell in cells for letter in cell)


@lru_cache(maxsize=1024)
def _ours(pairs: tuple[tuple[str, str], ...], said: str) -> str:
    """Give our word for a value; the first that fits counts, and * stands for anything."""
    return next((ours for theirs, ours in pairs if theirs == said or fnmatchcase(said, theirs)), "")
