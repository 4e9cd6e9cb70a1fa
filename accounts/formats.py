"""How times, durations and numbers are written in each language: an instant, a zone and a language in, a text out.

The patterns are format data and not sentences, so they stand here and not in the catalogues; the names of days and
months come from Django's own.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import translation
from django.utils.dateformat import format as django_format

MINUS = "−"
NBSP = "\u00a0"


@dataclass(frozen=True)
class Style:
    """One language's patterns: Django's for dates, printf's for durations (the script reads them too), the marks."""

    clock: str  # 08:52 in a row
    spoken: str  # the same in running text: kl. 9.20
    weekday: str  # before a clock within the week
    day: str  # a day of this year
    long_day: str  # the day as a heading
    year: str
    minutes: str
    hours: str
    hours_minutes: str
    seconds: str
    mark: str
    group: str


_NORDIC_HOURS = ("%(m)d min", "%(h)d h", "%(h)d h %(m)02d min", "%(s)d s")
_DANISH_HOURS = ("%(m)d min.", "%(h)d t.", "%(h)d t. %(m)d min.", "%(s)d sek.")
STYLES = {
    "en": Style("H:i", "H:i", "D", "j M", "l j F", "Y", *_NORDIC_HOURS, ".", ","),
    "sv": Style("H:i", "H:i", "D", "j b", "l j F", "Y", *_NORDIC_HOURS, ",", NBSP),
    "da": Style("G.i", r"\k\l. G.i", "D.", "j. b", "l j. F", "Y", *_DANISH_HOURS, ",", "."),
}


def style(language: str | None = None) -> Style:
    """The style of a language (default: the active one); a region falls back to its language, others to English."""
    code = (language or translation.get_language() or "en").split("-")[0]
    return STYLES.get(code, STYLES["en"])


def _write(instant: datetime, pattern: str, zone: tzinfo, language: str | None) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    there = instant.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return _written(there, pattern, language or translation.get_language() or "en")


@lru_cache(8_000)
def _written(there: datetime, pattern: str, language: str) -> str:
    """Write a wall clock's time, which no pattern here names the zone of. Pages write the same deadlines all day."""
    with translation.override(language):
        return django_format(there, pattern)


def clock_time(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """The wall clock alone: 08:52 (en, sv), 9.20 (da)."""
    return _write(instant, style(language).clock, zone, language)


def exact_time(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """The wall clock with its seconds, where it has any: 08:52, 08:52:07 (en, sv), 9.20.07 (da)."""
    clock = style(language).clock
    return _write(instant, f"{clock}{clock[1]}s" if instant.second else clock, zone, language)


def spoken_time(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """The wall clock in running text: 08:52 (en, sv), kl. 9.20 (da)."""
    return _write(instant, style(language).spoken, zone, language)


def day_label(instant: datetime, now: datetime, zone: tzinfo, language: str | None = None) -> str:
    """What must stand before a clock: nothing today, the weekday within six days, else the date (and another year)."""
    there, here = instant.astimezone(zone), now.astimezone(zone)
    days = (there.date() - here.date()).days
    if days == 0:
        return ""
    if abs(days) <= 6:
        return _write(instant, style(language).weekday, zone, language)
    return short_date(instant, now, zone, language)


def short_date(instant: datetime, now: datetime, zone: tzinfo, language: str | None = None) -> str:
    """The date alone, and the year where it is another: 4 May, 12 Jun 2025."""
    how, same = style(language), instant.astimezone(zone).year == now.astimezone(zone).year
    return _write(instant, how.day if same else f"{how.day} {how.year}", zone, language)


def near_time(instant: datetime, now: datetime, zone: tzinfo, language: str | None = None) -> str:
    """A clock with as much of a day as it needs: 08:52 · Tue 11:20 · 12 Jun 09:00."""
    return f"{day_label(instant, now, zone, language)} {spoken_time(instant, zone, language)}".strip()


def weekday_time(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """Weekday, date and clock: Mon 4 May 10:00, mån 4 maj 10:00, tir. 26. maj kl. 9.20."""
    how = style(language)
    return _write(instant, f"{how.weekday} {how.day} {how.spoken}", zone, language)


def long_date(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """The day as a heading: Monday 4 May, måndag 4 maj, tirsdag 26. maj."""
    return _write(instant, style(language).long_day, zone, language)


def full_date(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """A day with its year: 4 May 2026, 4 maj 2026, 26. maj 2026."""
    how = style(language)
    return _write(instant, f"{how.day} {how.year}", zone, language)


def full_day(day: date, language: str | None = None) -> str:
    """A local date with its year, whose zone does not matter: 4 May 2026, 4 maj 2026, 26. maj 2026."""
    return full_date(datetime.combine(day, time(12), UTC), UTC, language)


def month_year(month: date) -> str:
    """A month with its year: May 2026, maj 2026."""
    return django_format(month, "F Y")


def short_month_year(month: date) -> str:
    """The same for the head of a narrow column: Nov 2026, nov 2026."""
    return django_format(month, "M Y" if translation.get_language() == "en" else "b Y")


def duration(seconds: int, language: str | None = None) -> str:
    """Seconds as hours and minutes, cut to the minute; under a minute as seconds. Unsigned: words say left or over."""
    how, rest = style(language), abs(int(seconds))
    if rest < 60:
        return (how.seconds if rest else how.minutes) % {"s": rest, "m": 0}
    hours, minutes = divmod(rest // 60, 60)
    pattern = how.minutes if not hours else how.hours_minutes if minutes else how.hours
    return pattern % {"h": hours, "m": minutes}


def exact_duration(seconds: int, language: str | None = None) -> str:
    """A duration with its seconds, where it has any, so that a sum can be followed: 1 h 36 min 23 s. Unsigned."""
    rest = abs(int(seconds))
    if rest < 60 or not rest % 60:
        return duration(rest, language)
    return f"{duration(rest, language)} {style(language).seconds % {'s': rest % 60}}"


def decimal(value: Decimal | float | int, places: int = 1, language: str | None = None, *, signed: bool = False) -> str:
    """A number rounded half up, with the language's mark and grouping and a true minus; signed also shows a plus."""
    how = style(language)
    number = _half_up(value, places)
    text = f"{abs(number):,f}".replace(",", "\0").replace(".", how.mark).replace("\0", how.group)
    return (MINUS if number < 0 else "+" if signed and number > 0 else "") + text


def _half_up(value: Decimal | float | int, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def rounded(value: Decimal | float, places: int = 0) -> int | float:
    """The number that `decimal` writes, for pictures and files: Python rounds 12.5 down, and texts beside it say 13."""
    number = _half_up(value, places)
    return float(number) if places else int(number)


def rounded_percent(share: Decimal | float, places: int = 0) -> int | float:
    """The number that `percent` writes."""
    return rounded(Decimal(str(share)) * 100, places)


def percent(share: Decimal | float, places: int = 0, language: str | None = None) -> str:
    """A share of one as per cent: 0.964 is 96.4 % with one place."""
    return f"{decimal(Decimal(str(share)) * 100, places, language)}{NBSP}%"


def money(amount: Decimal, currency: str, language: str | None = None) -> str:
    """An amount with its currency's code; hundredths only where there are some."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{decimal(amount, places, language)}{NBSP}{currency}"


def day_name(instant: datetime, zone: tzinfo, language: str | None = None) -> str:
    """Give the short weekday without a point, as the strip's label: Mon, mån, man."""
    return _write(instant, "D", zone, language).rstrip(".")
