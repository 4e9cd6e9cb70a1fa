"""Calendar months in a zone: reports count by them. A month is the date of its first day."""

from datetime import date, datetime, tzinfo


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
