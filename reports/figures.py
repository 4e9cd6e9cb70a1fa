"""What the dashboards count, in plain values that can be added up: a cell of two months is the sum of both.

Nothing here reads the database. `reports.door.figures_for` gives the cells, counted from the rows (reports/raw) or
read from tables kept beside them (reports/rollups); both give the same, to the minute.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from operator import add, attrgetter
from typing import Generic, NamedTuple, Self, TypeVar

from accounts.months import add_months, month_start, months_between
from reports.histogram import Histogram as Histogram

SCORES = 11
REASONS = 12  # as many as surveys.models.Invitation.Reason has


class Dimension(StrEnum):
    """What figures are told apart or filtered by. Its keys are texts: an id in digits, a code, or "" for none.

    Plan is the one that the ticket's contract has today; team, product and severity are the ticket's as it stands,
    except that a clock's severity is its own. Promise tells satisfaction apart by whether a clock of the ticket was
    breached, else met, else none ("breached", "met", "").
    """

    CUSTOMER = "customer"
    PLAN = "plan"
    PRODUCT = "product"
    TEAM = "team"
    CHANNEL = "channel"
    PROMISE = "promise"


@dataclass(frozen=True)
class Period:
    """Months from the first to the last, both included, cut by the tenant's zone. A month is its first day."""

    first: date
    last: date
    zone: tzinfo

    @property
    def months(self) -> list[date]:
        """Give every month in it."""
        return months_between(self.first, self.last)

    @property
    def start(self) -> datetime:
        """Give the first instant in it."""
        return month_start(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """Give the first instant after it."""
        return month_start(add_months(self.last, 1), self.zone)

    @property
    def before(self) -> "Period":
        """Give as many months that end where it begins."""
        return Period(add_months(self.first, -len(self.months)), add_months(self.first, -1), self.zone)


@dataclass(frozen=True)
class Filters:
    """Keep only what has these keys (see Dimension); None keeps all, "" what has none.

    `seen_by` is the key of an agent's membership: of the teams that they are in now, and of their own tickets.
    """

    customer: str | None = None
    plan: str | None = None
    product: str | None = None
    team: str | None = None
    channel: str | None = None
    promise: str | None = None
    severity: str | None = None
    seen_by: str | None = None

    @property
    def given(self) -> dict[Dimension, str]:
        """Give the filters set, severity aside: every cell tells severities apart, so that one costs nothing."""
        keys = {dimension: getattr(self, dimension) for dimension in Dimension}
        return {dimension: key for dimension, key in keys.items() if key is not None}


class _Addable:
    """Figures are added field by field; so are tuples of counts."""

    def __add__(self, other: Self) -> Self:
        mine, others = self.__dict__, other.__dict__  # in the order of the fields
        return type(self)(*(_sum(mine[name], others[name]) for name in mine))


def _sum(one: object, other: object) -> object:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(map(add, one, other))
    return one + other  # type: ignore[operator]


@dataclass(frozen=True)
class ClockFigures(_Addable):
    """Promises by the month their deadline falls in, each counted once (docs/dashboards.md, "Deadlines").

    `used` counts the clocks that have stopped by their open minutes, rounded down: 59 seconds are 0 minutes.
    `hours` counts the breached by the hour of the second before their deadline: 24·weekday + hour, Monday is 0.
    """

    met: int = 0
    breached: int = 0
    used: Histogram = field(default_factory=Histogram)
    hours: Histogram = field(default_factory=Histogram)

    @property
    def due(self) -> int:
        """Give the number of promises that counted."""
        return self.met + self.breached

    @property
    def share(self) -> float | None:
        """Give the share kept, 0 to 1; None where none counted."""
        return self.met / self.due if self.due else None

    @property
    def median(self) -> int | None:
        """Give the median of the minutes used (nearest rank); None where no clock has stopped."""
        return self.used.percentile(0.5)

    @property
    def p90(self) -> int | None:
        """Give the minutes that nine in ten did not exceed (nearest rank)."""
        return self.used.percentile(0.9)


@dataclass(frozen=True)
class TicketFlow(_Addable):
    """Tickets coming in and going out: opened and resolved by those instants of the ticket, the rest by their events.

    A ticket opened again has no `resolved` until it is solved once more; `reopened` counts each time, and `raised` each
    decision for a higher severity. With
    the severity of the cell, which is the one decided, `asked` gives the opened by severity asked for and decided.
    """

    opened: int = 0
    resolved: int = 0
    reopened: int = 0
    escalated: int = 0
    out_of_scope: int = 0
    raised: int = 0
    # In the order of Severity: critical, high, normal.
    asked: tuple[int, ...] = (0, 0, 0)


@dataclass(frozen=True)
class SurveyFigures(_Addable):
    """Solved tickets by the month their survey was sent, or was to be sent, and the answers by score 0–10.

    `reasons` counts those that were not sent, in the order of Invitation.Reason; `planned` are still to be sent.
    """

    resolved: int = 0
    eligible: int = 0
    sent: int = 0
    answered: int = 0
    scores: tuple[int, ...] = (0,) * SCORES
    planned: int = 0
    reasons: tuple[int, ...] = (0,) * REASONS


class CellKey(NamedTuple):
    """What a cell is of. `metric` is "" but for clocks; `key` is "" unless figures are told apart by a dimension."""

    month: date
    severity: str
    metric: str = ""
    key: str = ""


F = TypeVar("F", ClockFigures, TicketFlow, SurveyFigures)


class Cells(Generic[F]):
    """Figures by month, severity, metric and key; a cell with nothing in it may be missing."""

    def __init__(self, kind: type[F], cells: Iterable[tuple[CellKey, F]] = ()) -> None:
        self._kind: type[F] = kind
        self._cells: dict[CellKey, F] = {}
        for key, figures in cells:
            self._cells[key] = self._cells[key] + figures if key in self._cells else figures

    def __iter__(self) -> Iterator[tuple[CellKey, F]]:
        return iter(self._cells.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cells) and self._cells == other._cells

    __hash__ = None  # type: ignore[assignment]

    def cut(self, month: date) -> tuple[Self, Self]:
        """Give the cells from this month on, and those before it."""
        kind = type(self)
        return (
            kind(self._kind, (cell for cell in self if cell[0].month >= month)),
            kind(self._kind, (cell for cell in self if cell[0].month < month)),
        )

    def by(self, *names: str) -> dict[tuple[object, ...], F]:
        """Give the sums told apart by these parts of the key, in the order given: by("month", "severity")."""
        sums: dict[tuple[object, ...], F] = {}
        read = attrgetter(*names)
        for key, figures in self:
            part = read(key) if len(names) > 1 else (read(key),)
            sums[part] = sums[part] + figures if part in sums else figures
        return sums

    def total(self, **parts: object) -> F:
        """Give the sum of the cells whose key has these parts: total(metric="start", severity="high")."""
        kept = (figures for key, figures in self if all(getattr(key, name) == part for name, part in parts.items()))
        return sum(kept, self._kind())
