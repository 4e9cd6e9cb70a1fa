"""What an alert says, in its receiver's language."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts import formats
from accounts.links import absolute_url
from sla.terms import step_kind
from sla.words import target_text
from tickets.clocks import CountingBook, ledger_of, seconds_left, state_of
from tickets.models import Alert

TONES = {"warning": "risk"}


def alert_facts(item: Alert, language: str, now: datetime, book: CountingBook) -> dict[str, Any]:
    """Give the words and times of one alert: the deadline on the wall and in open time, the ticket, the address."""
    clock, kind = state_of(item.clock, book), step_kind(item.step)
    zone = ZoneInfo(clock.calendar.definition.zone)
    left = seconds_left(clock, now)
    return {
        "tone": TONES.get(kind, "over"),
        "step": kind,
        "metric": item.clock.metric,
        "ticket": item.ticket,
        "due": formats.spoken_time(item.due_at, zone, language),
        "due_day": formats.long_date(item.due_at, zone, language),
        "left": formats.duration(abs(left), language),
        "is_over": left < 0 or kind not in TONES,
        "target": target_text(seconds=clock.target.seconds, days=clock.target.days, language=language),
        "counted": formats.duration(ledger_of(clock, now).counted_seconds, language),
        "opened": f"{formats.long_date(item.ticket.opened_at, zone, language)} "
        f"{formats.spoken_time(item.ticket.opened_at, zone, language)}",
        "url": absolute_url(item.receiver.tenant, "desk:ticket", item.ticket.number),
    }
