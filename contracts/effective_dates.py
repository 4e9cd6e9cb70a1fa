"""From which day a changed plan counts (domain: Changing plan). Pure: local days in, local days out.

An upgrade counts from the first of next month where the signed addendum is in by the 15th, else one month later. A
downgrade counts after the notice period: whole months from the first of the month after the receipt, and never before
an upgrade received on that day would. A plan of the same rank loses nobody anything: it counts as an upgrade does.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LAST_DAY = 15  # of the month, for the first of the next one


@dataclass(frozen=True)
class Move:
    """From a plan of one rank to one of another, on a contract with a notice period in whole months."""

    from_rank: int
    to_rank: int
    notice_months: int

    def __post_init__(self) -> None:
        """ValueError for a negative notice period."""
        if self.notice_months < 0:
            raise ValueError("a notice period cannot be negative")

    @property
    def is_downgrade(self) -> bool:
        """Say whether the new plan is the smaller one."""
        return self.to_rank < self.from_rank


@dataclass(frozen=True)
class Term:
    """Received on `sign_by` at the latest, the change counts from `effective_on`."""

    sign_by: date
    effective_on: date


def received_day(instant: datetime, zone: ZoneInfo) -> date:
    """Give the tenant's local day of the receipt; ValueError for an instant without zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(zone).date()


def effective_on(move: Move, received_on: date) -> date:
    """Give the local day, always the first of a month, from which the change counts."""
    months = 1 if received_on.day <= LAST_DAY else 2
    if move.is_downgrade:
        months = max(months, 1 + move.notice_months)
    return _first(received_on, months)


def terms_from(move: Move, today: date, count: int = 2) -> list[Term]:
    """Give the next days to sign by, with what each of them gives: "by 15 December: from 1 January" is the first."""
    terms: list[Term] = []
    day = today
    while len(terms) < count:
        day = _last_day_of_term(move, day)
        terms.append(Term(day, effective_on(move, day)))
        day += timedelta(days=1)
    return terms


def _last_day_of_term(move: Move, day: date) -> date:
    """Give the last day whose receipt gives the same date as this day's: the 15th or a month's last day."""
    due = effective_on(move, day)
    ends = (day.replace(day=LAST_DAY), _first(day, 1) - timedelta(days=1), _first(day, 1).replace(day=LAST_DAY))
    return max(end for end in ends if end >= day and effective_on(move, end) == due)


def _first(day: date, months: int) -> date:
    """Give the first of the month so many months after this day's."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
