"""Which month or week is summed up. Cut by the tenant's zone; a week goes from Monday to Sunday (ISO 8601)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from accounts.months import add_months, month_of, month_start, read_month

_WEEK = re.compile(r"(20\d{2})-W(\d{2})", re.ASCII)


class Kind(StrEnum):
    """How long it is."""

    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Span:
    """One month or week; `first` is its first day."""

    kind: Kind
    first: date
    zone: tzinfo

    @property
    def key(self) -> str:
        """Give it as an address has it: 2026-10, 2026-W42."""
        if self.kind is Kind.MONTH:
            return f"{self.first:%Y-%m}"
        year, week, _day = self.first.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def start(self) -> datetime:
        """Give the first instant in it."""
        return month_start(self.first, self.zone) if self.kind is Kind.MONTH else _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """Give the first instant after it."""
        return self.step(1).start

    @property
    def last(self) -> date:
        """Give its last day."""
        return self.step(1).first - timedelta(days=1)

    def step(self, count: int) -> "Span":
        """Give the one so many later; earlier where it is negative."""
        if self.kind is Kind.MONTH:
            return Span(self.kind, add_months(self.first, count), self.zone)
        return Span(self.kind, self.first + timedelta(weeks=count), self.zone)


def span_at(kind: Kind, now: datetime, zone: tzinfo) -> Span:
    """Give the month or week that `now` is in."""
    if kind is Kind.MONTH:
        return Span(kind, month_of(now, zone), zone)
    today = now.astimezone(zone).date()
    return Span(kind, today - timedelta(days=today.weekday()), zone)


def read_span(text: str, zone: tzinfo) -> Span | None:
    """Give the span of a text like 2026-10 or 2026-W42; None for anything else."""
    if month := read_month(text):
        return Span(Kind.MONTH, month, zone)
    if found := _WEEK.fullmatch(text):
        try:
            return Span(Kind.WEEK, date.fromisocalendar(int(found[1]), int(found[2]), 1), zone)
        except ValueError:
            return None
    return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
