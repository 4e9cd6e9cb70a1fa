"""What files are called."""

from datetime import date


def dated(name: str, *days: date) -> str:
    """Give a file's name with the days that its rows are of: `customers-2026-05-22`. `name` is in the reader's words:
    pgettext("file name", …).
    """
    return "-".join([name, *(day.isoformat() for day in days)])


def of_months(name: str, *months: date) -> str:
    """Give a file's name with the months that its rows are of: `payslips-2026-05`."""
    return "-".join([name, *(f"{month:%Y-%m}" for month in months)])
