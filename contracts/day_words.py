"""Local days in words."""

from datetime import UTC, date, datetime, time

from accounts import formats


def day_text(day: date) -> str:
    """Give a local day with its year, in the active language: 15 Dec 2026, 15 dec 2026, 15. dec 2026."""
    return formats.full_date(datetime.combine(day, time(12), UTC), UTC)
