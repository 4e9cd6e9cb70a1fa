"""Calendar months in a zone: reports count by them. A month is the date of its first day."""

import re
from datetime import date, datetime, tzinfo

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def month_of(instant: datetime, zone: tzinfo) -> date:
    """Give the month an instant falls in, by the zone's wall clock."""
    return instant.astimezone(zone).date().replace(day=1)


def add_months(month: date, count: int) -> date:
    """Give the month `count` months later; earlier where it is negative."""
    years, rest = divmod(month.month - 1 + count, 12)
    return date(month.year + years, rest + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Give every month from the first to the last, both included; none where the last is before the first."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, step) for step in range(count)]


def month_start(month: date, zone: tzinfo) -> datetime:
    """Give the instant at which a month begins in the zone; it ends where the next one begins."""
    return datetime(month.year, month.month, 1, tzinfo=zone)


def read_month(text: str) -> date | None:
    """Give the month of a text like 2026-03, from 2000 to 2100; None for anything else."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and 2000 <= int(found[1]) <= 2100 else None


class MonthConverter:
    """A month in an address: 2026-03. Others are not there."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        """Give the month's first day; ValueError, which is 404, for what is no month."""
        month = read_month(value)
        if month is None:
            raise ValueError(value)
        return month

    def to_url(self, value: date) -> str:
        """Write it."""
        return f"{value:%Y-%m}"
