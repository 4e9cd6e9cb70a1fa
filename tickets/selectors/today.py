"""Today over the queue."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from accounts.models import Membership
from accounts.pictures import DayRule, Span, day_rule
from sla.engine import BusinessCalendar
from sla.hours import day_reason, hours_now, support_calendar
from tickets.models import Ticket
from tickets.selectors.queue_filters import QueueFilter

MOST_TICKS = 200


def today_rule(asked: QueueFilter, *, member: Membership, now: datetime) -> DayRule | None:
    """Draw today's support hours with a tick for every deadline of the tickets asked for, on a closed day as well:
    some tickets are covered round the clock. None for a tenant without hours.
    """
    zone = ZoneInfo(member.tenant.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
    tomorrow = datetime.combine(midnight.date() + timedelta(1), time(0), zone)
    calendar = support_calendar()
    if calendar is None:
        return None
    spans = [
        (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
        for start, end in calendar.spans_at(int(midnight.timestamp()), int(tomorrow.timestamp()))
    ]
    tickets = asked.apply(Ticket.objects.visible_to(member), member=member, now=now)
    # Only a running clock has a deadline ahead: naming the part names the index.
    running = tickets.filter(queue_section=Ticket.Section.RUNNING)
    due = running.filter(next_due_at__gte=midnight, next_due_at__lt=tomorrow).order_by("next_due_at", "pk")
    values: Any = due.values_list("next_due_at", "next_risk_at", "number", "subject")[:MOST_TICKS]
    deadlines = [
        (at, "over" if at < now else "risk" if risk <= now else "ok", str(number), f"{number} {subject}")
        for at, risk, number, subject in values
    ]
    note = "" if spans else _closed_note(calendar, now, zone)
    return day_rule(
        openings=spans,
        deadlines=deadlines,
        now=now,
        zone=zone,
        sentence=_sentence(spans, deadlines, now, zone, note),
        note=note,
    )


def _closed_note(calendar: BusinessCalendar, now: datetime, zone: ZoneInfo) -> str:
    """Name a closed day and the next opening: "Christmas Eve · Closed · opens Monday 08:00"."""
    today = now.astimezone(zone).date()
    name = day_reason(calendar.day(today)) or str(WEEKDAYS[today.weekday()])
    return f"{name[:1].upper()}{name[1:]} · {hours_now(calendar, now, zone).text}"


def _sentence(
    spans: list[Span],
    deadlines: list[tuple[datetime, str, str, str]],
    now: datetime,
    zone: ZoneInfo,
    note: str,
) -> str:
    hours = ", ".join(f"{formats.clock_time(a, zone)}–{formats.clock_time(b, zone)}" for a, b in spans)
    ahead = sum(at >= now for at, *_rest in deadlines)
    count = ngettext("%(count)d deadline left today.", "%(count)d deadlines left today.", ahead) % {"count": ahead}
    said = _("Open today %(hours)s. Now %(now)s.") % {"hours": hours, "now": formats.clock_time(now, zone)}
    return f"{note}. {count}" if note else f"{said} {count}"
