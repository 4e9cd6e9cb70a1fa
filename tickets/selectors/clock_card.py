"""The clock beside a ticket: the main clock with its reasons, and the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from accounts.faces import ClockFace, clock_face
from accounts.pictures import Strip
from sla.models import Metric
from tickets.models import Ticket
from tickets.selectors.clocks import ClockBook, Reading
from tickets.selectors.counted_on import counted_on
from tickets.why import LedgerTable, days_picture, ledger_table


@dataclass(frozen=True)
class ClockCard:
    """What components/clock_card.html draws."""

    heading: str
    clock: ClockFace
    day_text: str
    used_text: str
    ledger: LedgerTable | None
    strip: Strip | None
    others: list[dict[str, Any]]
    opening_id: str
    counted_on: str = ""


def clock_card(ticket: Ticket, book: ClockBook, main: Reading | None, *, now: datetime, zone: ZoneInfo) -> ClockCard:
    """Draw the card from clocks already read."""
    others = [
        {"name": _metric(reading), "clock": reading.face, "opening_id": reading.opening_id}
        for reading in book.others(ticket.pk, main)
    ]
    if main is None:
        heading = _("No clock") if ticket.contract_id else _("No contract")
        face = clock_face("none", now=now, zone=zone)
        return ClockCard(heading, face, _("nothing is promised"), "", None, None, others, "")
    row = main.row
    shown = row.stopped_at if main.state == "met" else row.due_at
    return ClockCard(
        heading=_heading(main),
        clock=main.face,
        day_text=_day(shown, now, zone) if shown and main.state != "paused" else "",
        used_text=_used(main),
        ledger=_ledger(main, now, zone),
        strip=_strip(main, now, zone),
        others=others,
        opening_id=main.opening_id,
        counted_on=counted_on(row, book.version(row.calendar_version_id), ticket) if row.calendar_version_id else "",
    )


def _heading(reading: Reading) -> str:
    if reading.row.stopped_at:
        return {
            Metric.START.value: _("Work started"),
            Metric.NEXT_REPLY.value: _("Answered"),
            Metric.RESOLUTION.value: _("Solved"),
            Metric.CONTACT.value: _("Contacted"),
        }[reading.row.metric]
    return {
        Metric.START.value: _("Work starts by"),
        Metric.NEXT_REPLY.value: _("Next answer by"),
        Metric.RESOLUTION.value: _("Solution by"),
        Metric.CONTACT.value: _("Contact the customer by"),
    }[reading.row.metric]


def _day(shown: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Name the day in full, and the year where it is another."""
    year = shown.astimezone(zone).year
    text = formats.long_date(shown, zone)
    return text if year == now.astimezone(zone).year else f"{text} {year}"


def _metric(reading: Reading) -> str:
    return str(Metric(reading.row.metric).label)


def _used(reading: Reading) -> str:
    used = max(reading.used, 0)
    # Hours of working days say little: their share is what the bar shows.
    by_share = reading.row.target_days is not None and reading.target > 0
    text = formats.percent(used / reading.target) if by_share else formats.duration(used)
    return _("%(used)s of %(target)s") % {"used": text, "target": reading.target_text}


def _ledger(reading: Reading, now: datetime, zone: ZoneInfo) -> LedgerTable:
    row = reading.row
    running = not row.stopped_at and not row.paused_at
    end = row.due_at if running else row.stopped_at or now
    target = {"target": reading.target_text}
    by_days = running and row.target_days is not None
    promised = _("Promised: %(target)s") % target if by_days else pgettext("ledger", "Promised")
    return ledger_table(
        reading.calendar,
        start=row.started_at,
        end=max(end, row.started_at),
        now=now,
        zone=zone,
        caption=_caption(reading, zone),
        sum_label=promised if running else _("Used of %(target)s") % target,
        pauses=reading.pauses,
    )


def _caption(reading: Reading, zone: ZoneInfo) -> str:
    at = formats.weekday_time(reading.row.started_at, zone)
    if reading.row.metric == Metric.NEXT_REPLY:
        return _("Counted from the customer’s message %(time)s") % {"time": at}
    if reading.row.metric == Metric.CONTACT:
        return _("Counted from the detection %(time)s") % {"time": at}
    return _("Counted from the report %(time)s") % {"time": at}


def _strip(reading: Reading, now: datetime, zone: ZoneInfo) -> Strip:
    row = reading.row
    return days_picture(
        reading.calendar,
        start=row.started_at,
        due=max(row.due_at, row.started_at),
        now=row.stopped_at or row.paused_at or now,
        zone=zone,
        state=reading.state,
        pauses=reading.pauses,
    )
