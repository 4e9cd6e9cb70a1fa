"""Why this deadline: the ledger as a table and the days as a picture, for desk and portal alike."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypedDict

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from accounts import formats, pictures
from sla.engine import BusinessCalendar, LedgerRow, Pause, Reason
from tickets.ledger_words import reason_text, short_reason_text

Used = list[tuple[datetime, datetime, str]]


class LedgerLine(TypedDict):
    """One line; `counted` is a duration in words."""

    when: str
    reason: str
    counted: str
    is_counted: bool


class LedgerTable(TypedDict):
    """What components/ledger.html and ledger_plain.html draw."""

    caption: str
    rows: list[LedgerLine]
    sum_label: str
    sum: str


def ledger_table(
    calendar: BusinessCalendar,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    zone: tzinfo,
    caption: str,
    sum_label: str,
    pauses: Iterable[Pause] = (),
    words: Callable[[Reason], str] = reason_text,
) -> LedgerTable:
    """Give every interval of `[start, end)`, split at `now`, and the sum of what counts (domain: counting, point 7).

    Times and durations are told to the second, so that the durations add up to the sum; `now` is told by the minute.
    `words` says a reason to whoever reads it.
    """
    now = now.replace(second=0, microsecond=0)
    ledger = calendar.explain(start, end, pauses)
    rows = [part for row in ledger.rows for part in _split(row, now)]
    return {
        "caption": caption,
        "rows": [_line(row, zone, words, is_ahead=start < now <= row.start) for row in rows],
        "sum_label": sum_label,
        "sum": formats.exact_duration(ledger.counted_seconds),
    }


def _split(row: LedgerRow, now: datetime) -> list[LedgerRow]:
    """Part what counts where it is now: what is used, and what is to come."""
    if not row.counted or not row.start < now < row.end:
        return [row]
    return [
        row._replace(end=now, seconds=int((now - row.start).total_seconds())),
        row._replace(start=now, seconds=int((row.end - now).total_seconds())),
    ]


def _line(row: LedgerRow, zone: tzinfo, words: Callable[[Reason], str], *, is_ahead: bool) -> LedgerLine:
    reason = words(row.reason)
    return {
        "when": interval_text(row.start, row.end, zone),
        "reason": _("%(reason)s, to come") % {"reason": reason} if is_ahead and row.counted else reason,
        "counted": formats.exact_duration(row.seconds) if row.counted else "",
        "is_counted": row.counted,
    }


def interval_text(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Give the shortest unambiguous words: Thu 11:52–13:00, Fri 1 May, Sat 2 – Sun 3, Mon 17:00 – Tue 08:00."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    final = (end - timedelta(seconds=1)).astimezone(zone)
    whole = first.time() == time(0) and last.time() == time(0)
    if first.date() == final.date():
        if whole:
            return f"{_name(first, zone)} {date_format(first, formats.style().day)}"
        midnight = "24" + formats.exact_time(end, zone)[-3:]
        close = formats.exact_time(end, zone) if last.date() == first.date() else midnight
        return f"{_name(first, zone)} {formats.exact_time(start, zone)}–{close}"
    if whole:
        return f"{_name(first, zone)} {first.day} – {_name(final, zone)} {final.day}"
    return (
        f"{_name(first, zone)} {formats.exact_time(start, zone)} – {_name(last, zone)} {formats.exact_time(end, zone)}"
    )


def _name(instant: datetime, zone: tzinfo) -> str:
    return formats.day_name(instant, zone)


def days_picture(
    calendar: BusinessCalendar,
    *,
    start: datetime,
    due: datetime,
    now: datetime,
    zone: tzinfo,
    state: str = "ok",
    pauses: Iterable[Pause] = (),
    width: int = 316,
) -> pictures.Strip:
    """Draw the days from `start` to the deadline: what was used, what is left (amber when at risk), what is over."""
    pauses = list(pauses)
    end = max(due, now) if state == "over" else due
    first, last = start.astimezone(zone).date(), (end - timedelta(seconds=1)).astimezone(zone).date()
    last = max(first, last)
    sentence = _("Counted from %(start)s to the deadline %(due)s; the hatched time is closed and does not count.")
    return pictures.strip(
        openings=list(_openings(calendar, first, last, zone)),
        used=_used(calendar, start, due, now, state, pauses),
        zone=zone,
        sentence=sentence % {"start": formats.weekday_time(start, zone), "due": formats.weekday_time(due, zone)},
        first=first,
        last=last,
        notes=_notes(calendar, first, last),
        now=now if start <= now <= end else None,
        due=due,
        width=width,
    )


def _used(
    calendar: BusinessCalendar, start: datetime, due: datetime, now: datetime, state: str, pauses: list[Pause]
) -> Used:
    middle = min(max(now, start), due)
    parts = [(start, middle, "used"), (middle, due, "used risk" if state == "risk" else "rest")]
    if state == "over":
        parts.append((due, now, "used over"))
    return [
        (row.start, row.end, kind)
        for begin, until, kind in parts
        if begin < until
        for row in calendar.explain(begin, until, pauses).rows
        if row.counted
    ]


def _openings(calendar: BusinessCalendar, first: date, last: date, zone: tzinfo) -> Iterator[pictures.Span]:
    begin = int(datetime.combine(first, time(0), zone).timestamp())
    end = int(datetime.combine(last + timedelta(1), time(0), zone).timestamp())
    for opened, closed in calendar.spans_at(begin, end):
        yield datetime.fromtimestamp(opened, UTC), datetime.fromtimestamp(closed, UTC)


def _notes(calendar: BusinessCalendar, first: date, last: date) -> dict[date, str]:
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    plans = (calendar.day(day) for day in days)
    return {plan.date: short_reason_text(plan.reason) for plan in plans if plan.reason}
