"""A year of a calendar as a picture and as a list: open hours by day, and the days that differ from the week."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

from accounts import formats
from sla.engine import BusinessCalendar, DayPlan
from sla.engine.openings import DAY_MINUTES
from sla.engine.reasons import ALSO_CLOSED, EXCEPTION, HOLIDAY, SHORT_DAY
from sla.hours import day_hours, day_reason

SPECIAL = (HOLIDAY, ALSO_CLOSED, SHORT_DAY, EXCEPTION)
# A day is one column of its month's row: an hour is one unit high.
LABEL, CELL, BAR, HOURS, ROW, HEAD = 44, 24, 20, 24, 32, 20


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from the week: its date as a heading, why, and its hours."""

    date: date
    day: str
    why: str
    hours: str
    code: str


@dataclass(frozen=True)
class YearPicture:
    """Twelve rows of days, ready to draw: one path of rectangles per kind. `sentence` is the picture's name."""

    width: int
    height: int
    months: tuple[tuple[int, str], ...]
    days: tuple[tuple[int, int], ...]
    ground: str
    ordinary: str
    special: str
    closed: str
    sentence: str


@dataclass(frozen=True)
class Year:
    """One year: the picture, and by month (its name, its days) what differs from the week."""

    year: int
    picture: YearPicture
    months: tuple[tuple[str, tuple[SpecialDay, ...]], ...]


def year_of(calendar: BusinessCalendar, year: int, *, kinds: Sequence[str] = SPECIAL) -> Year:
    """Give a year of 1990–2100 in the active language; `kinds` are the reasons that are listed."""
    plans = [calendar.day(date(year, 1, 1) + timedelta(days=n)) for n in range(365 + (monthrange(year, 2)[1] == 29))]
    special = [_special(calendar, plan) for plan in plans if plan.reason and plan.reason.code in kinds]
    months = groupby(special, key=lambda found: found.date.month)
    listed = tuple((str(MONTHS[month]).capitalize(), tuple(days)) for month, days in months)
    return Year(year, _picture(calendar, plans, year), listed)


def _special(calendar: BusinessCalendar, plan: DayPlan) -> SpecialDay:
    zone = ZoneInfo(calendar.definition.zone)
    text = formats.long_date(datetime.combine(plan.date, time(12), zone), zone)
    code = plan.reason.code if plan.reason else ""
    hours = day_hours(calendar, plan.date)
    return SpecialDay(plan.date, text[:1].upper() + text[1:], day_reason(plan), hours, code)


def _picture(calendar: BusinessCalendar, plans: list[DayPlan], year: int) -> YearPicture:
    paths: dict[str, list[str]] = {"ground": [], "ordinary": [], "special": [], "closed": []}
    before = calendar.day(date(year - 1, 12, 31))
    for plan in plans:
        x, y = LABEL + (plan.date.day - 1) * CELL, HEAD + (plan.date.month - 1) * ROW
        differs = plan.reason is not None and plan.reason.code in SPECIAL
        is_closed = differs and not plan.openings
        paths["closed" if is_closed else "ground"].append(f"M{x} {y}h{BAR}v{HOURS}h-{BAR}z")
        for start, end in _parts(before, plan):
            top, high = y + start / 60, (end - start) / 60
            paths["special" if differs else "ordinary"].append(f"M{x} {top:g}h{BAR}v{high:g}h-{BAR}z")
        before = plan
    drawn = {kind: "".join(parts) for kind, parts in paths.items()}
    months = tuple((HEAD + n * ROW + HOURS // 2 + 4, str(MONTHS_3[n + 1]).capitalize()) for n in range(12))
    days = tuple((LABEL + n * CELL + BAR // 2, n + 1) for n in range(31))
    return YearPicture(LABEL + 31 * CELL, HEAD + 12 * ROW, months, days, sentence=_sentence(plans, year), **drawn)


def _parts(before: DayPlan, plan: DayPlan) -> Iterator[tuple[int, int]]:
    """Give the minutes that are open on the plan's date: what runs on from the night before, and its own."""
    for _start, end in before.openings:
        if end > DAY_MINUTES:
            yield 0, end - DAY_MINUTES
    for start, end in plan.openings:
        yield start, min(end, DAY_MINUTES)


def _sentence(plans: list[DayPlan], year: int) -> str:
    working = [plan for plan in plans if plan.openings]
    closed = sum(1 for p in plans if p.reason and p.reason.code in (HOLIDAY, ALSO_CLOSED) and p.date.weekday() < 5)
    short = sum(1 for p in working if p.reason and p.reason.code == SHORT_DAY)
    other = sum(1 for p in plans if p.reason and p.reason.code == EXCEPTION)
    return _(
        "%(year)s: %(open)s days with opening hours, %(closed)s weekdays closed for holidays, "
        "%(short)s short days, %(other)s exceptions."
    ) % {"year": year, "open": len(working), "closed": closed, "short": short, "other": other}
