"""Names of months and hours, in the active language."""

from datetime import date, datetime, time, tzinfo

from django.utils.dateformat import format as django_format
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from accounts import formats
from reports.figures import Period


def month_name(month: date) -> str:
    """Give May, maj."""
    return django_format(month, "F")


month_year = formats.month_year


def period(months: Period) -> str:
    """Give May 2026, March–May 2026, or December 2025 – May 2026."""
    first, last = month_year(months.first), month_year(months.last)
    if first == last:
        return first
    return f"{month_name(months.first)}–{last}" if months.first.year == months.last.year else f"{first} – {last}"


def month_short(month: date) -> str:
    """Give the month as the label under a chart: May, maj."""
    text = django_format(month, "M").rstrip(".")
    return text if formats.style() is formats.STYLES["en"] else text.lower()


def weekday_short(weekday: int) -> str:
    """Give Mon, mån, man; 0 is Monday."""
    return str(WEEKDAYS_ABBR[weekday]).rstrip(".")


def weekday_long(weekday: int) -> str:
    """Give Monday, måndag, mandag in a sentence; 0 is Monday."""
    text = str(WEEKDAYS[weekday])
    return text if formats.style() is formats.STYLES["en"] else text.lower()


def hour_clock(hour: int, zone: tzinfo) -> str:
    """Give a full hour as a clock in running text: 08:00, kl. 8.00."""
    return formats.spoken_time(datetime.combine(date(2026, 1, 5), time(hour), zone), zone)


def first_low(text: str) -> str:
    """Give the text with a small first letter, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def first_up(text: str) -> str:
    """Give the text with a capital first letter, for the head of a page or a sentence."""
    return text[:1].upper() + text[1:]
