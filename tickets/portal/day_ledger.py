"""A long ledger, day by day: ten working days hour by hour would be nobody's reading."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from accounts import formats
from sla.engine import Ledger, LedgerRow
from sla.engine.reasons import CLOSED_NIGHT, LUNCH, OPEN, PAUSED, SHORT_DAY
from tickets.portal.words import reason_words
from tickets.why import LedgerLine, interval_text

LONGEST = 12  # rows that are read hour by hour
ALWAYS = (OPEN, CLOSED_NIGHT, LUNCH)  # what every working day has


def is_long(ledger: Ledger) -> bool:
    """Say whether the ledger reads better by day."""
    return len(ledger.rows) > LONGEST


def day_lines(ledger: Ledger, zone: ZoneInfo) -> list[LedgerLine]:
    """Give one line for each local day with its counted time, and one for neighbouring days closed for one reason."""
    days = [(day, *_day(day, ledger, zone)) for day in _dates(ledger, zone)]
    lines: list[LedgerLine] = []
    for (counted, reason), same in groupby(days, key=lambda day: (day[1], day[2])):
        dates = [day[0] for day in same]
        spans = [(dates[0], dates[-1])] if not counted else [(day, day) for day in dates]
        lines += [_line(first, last, counted, reason, zone) for first, last in spans]
    return lines


def _dates(ledger: Ledger, zone: ZoneInfo) -> Iterator[date]:
    day = ledger.start.astimezone(zone).date()
    last = max(day, (ledger.end - timedelta(seconds=1)).astimezone(zone).date())
    while day <= last:
        yield day
        day += timedelta(days=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _day(day: date, ledger: Ledger, zone: ZoneInfo) -> tuple[int, str]:
    """Give the counted seconds of one day, and what is to be said about it."""
    begin, end = _midnight(day, zone).timestamp(), _midnight(day + timedelta(days=1), zone).timestamp()
    parts: list[tuple[int, LedgerRow]] = []
    for row in ledger.rows:
        seconds = int(min(row.end.timestamp(), end) - max(row.start.timestamp(), begin))
        if seconds > 0:
            parts.append((seconds, row))
    counted = sum(seconds for seconds, row in parts if row.counted)
    if counted:
        told = [row.reason for _, row in parts if row.counted or row.reason.code in (SHORT_DAY, PAUSED)]
    else:
        told = [max(parts, key=lambda part: (part[1].reason.code not in ALWAYS, part[0]))[1].reason]
    return counted, ", ".join(dict.fromkeys(reason_words(reason) for reason in told))


def _line(first: date, last: date, counted: int, reason: str, zone: ZoneInfo) -> LedgerLine:
    return {
        "when": interval_text(_midnight(first, zone), _midnight(last + timedelta(days=1), zone), zone),
        "reason": reason,
        "counted": formats.exact_duration(counted) if counted else "",
        "is_counted": counted > 0,
    }
