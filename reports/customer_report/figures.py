"""What a report says, in plain values; words.py puts them into words. Nothing here reads the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from accounts.months import add_months, month_start
from contracts.models import Customer
from reports.figures import ClockFigures, SurveyFigures
from surveys.nps import Tally, tally_of_counts
from tickets.selectors.quota_months import QuotaMonth


@dataclass(frozen=True)
class TicketCounts:
    """How many tickets came in, were solved, and were open when the month ended (or now, while it lasts)."""

    filed: int = 0
    solved: int = 0
    open: int = 0

    def __add__(self, other: "TicketCounts") -> "TicketCounts":
        return TicketCounts(self.filed + other.filed, self.solved + other.solved, self.open + other.open)


@dataclass(frozen=True)
class Late:
    """A promise that was not kept: of which ticket, which clock, and by how many open seconds; `is_open`: still not."""

    number: int
    subject: str
    metric: str
    severity: str
    over: int
    is_open: bool


@dataclass(frozen=True)
class Solved:
    """A ticket solved in the month, with the beginning of its written solution as plain text."""

    number: int
    subject: str
    severity: str
    opened_at: datetime
    solved_at: datetime
    solution: str


@dataclass(frozen=True)
class Satisfaction:
    """Surveys of the month, and of the twelve months that end with it."""

    month: SurveyFigures
    year: SurveyFigures

    @property
    def tallies(self) -> tuple[Tally, Tally]:
        """Give promoters, passives and detractors of both."""
        return tally_of_counts(self.month.scores), tally_of_counts(self.year.scores)


@dataclass(frozen=True)
class CustomerReport:
    """One customer's month by the tenant's zone, as it was known at `now`.

    `first` is the customer's first month; `tickets` by severity; `promises` by clock and severity, those that counted
    in the month alone. The lists `late` and `solved` have an end: `late_count` and `tickets` say how many there are.
    """

    customer: Customer
    first: date
    month: date
    zone: tzinfo
    now: datetime
    tickets: Mapping[str, TicketCounts]
    promises: Mapping[tuple[str, str], ClockFigures]
    late: Sequence[Late]
    late_count: int
    quotas: Sequence[QuotaMonth]
    satisfaction: Satisfaction
    solved: Sequence[Solved]

    @property
    def is_over(self) -> bool:
        """Say whether the month is over."""
        return self.now >= month_start(add_months(self.month, 1), self.zone)

    @property
    def all_tickets(self) -> TicketCounts:
        """Give the counts of all severities."""
        return sum(self.tickets.values(), TicketCounts())

    @property
    def all_promises(self) -> ClockFigures:
        """Give the promises of all clocks and severities."""
        return sum(self.promises.values(), ClockFigures())
