"""What every file is written from: columns with kinds, and an iterable of rows that is read once, row by row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from accounts import formats

Cell = str | int | float | Decimal | date | datetime | None
# A spreadsheet takes a text that begins like this for a formula; it reads the full-width signs as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Kind(Enum):
    """What a column holds. Every file writes the same values."""

    PLAIN = auto()  # text or a number, whichever the value is
    INSTANT = auto()  # an aware datetime; written as the wall clock of the table's zone, to the second
    DAY = auto()  # a date
    DURATION = auto()  # seconds; written as minutes with two decimals, which tell whole seconds apart
    SHARE = auto()  # a share of one; written as per cent with one decimal


@dataclass(frozen=True)
class Column:
    """A column's head, in the reader's language, with its unit where the kind has one (minutes, per cent)."""

    name: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True)
class Table:
    """A file's name without ending, its head and its rows. Numbers are numbers, so that they can be added up.

    A plain text in the head is a column of the kind PLAIN. `zone` is the one whose clock instants are written in.
    """

    name: str
    head: Sequence[str | Column]
    rows: Iterable[Sequence[Cell]]
    zone: tzinfo = UTC

    @property
    def columns(self) -> list[Column]:
        """Give the head as columns."""
        return [Column(each) if isinstance(each, str) else each for each in self.head]

    def written(self) -> Iterator[list[Cell]]:
        """Give the rows as files write them: instants without zone, minutes, per cent. ValueError for a row of
        another length than the head.
        """
        turns = [_turn(column.kind, self.zone) for column in self.columns]
        for row in self.rows:
            yield [
                value if turn is None or value is None else turn(value) for value, turn in zip(row, turns, strict=True)
            ]


def _turn(kind: Kind, zone: tzinfo) -> Callable[[Any], Cell] | None:
    """Give what makes a value of this kind one that is written; None where it is written as it is."""
    if kind is Kind.INSTANT:
        return lambda value: value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if kind is Kind.DURATION:
        return lambda value: round(value / 60, 2)
    if kind is Kind.SHARE:
        return lambda value: formats.rounded_percent(value, 1)
    return None
