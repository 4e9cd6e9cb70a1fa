"""What an alert says, in its receiver's language."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts import formats
from accounts.links import absolute_url
from sla.terms import step_kind
from sla.words import target_text
from tickets.clocks import CountingBook, ledger_of, seconds_left, state_of
from tickets.models import Alert
from tickets.selectors.alert_reasons import why_words

TONES = {"warning": "risk"}
Facts = dict[str, Any]


class FactBook:
    """The words and times of alerts at `now`. Make one for each batch: two who are told the same share them."""

    def __init__(self, now: datetime, book: CountingBook) -> None:
        self._now = now
        self._book = book
        self._known: dict[tuple[int, str, str], Facts] = {}

    def brief(self, item: Alert, language: str) -> Facts:
        """Give one line of a digest: the deadline on the wall and in open time, the ticket, the address."""
        key = (item.clock_id, item.step, language)
        if key not in self._known:
            with translation.override(language):
                self._known[key] = self._brief(item, language)
        return self._known[key]

    def whole(self, item: Alert, language: str) -> Facts:
        """Give what a mail of its own says: the line, and how it was counted."""
        clock = state_of(item.clock, self._book)
        zone = ZoneInfo(clock.calendar.definition.zone)
        opened = item.ticket.opened_at
        with translation.override(language):
            return self.brief(item, language) | {
                "target": target_text(seconds=clock.target.seconds, days=clock.target.days, language=language),
                "counted": formats.duration(ledger_of(clock, self._now).counted_seconds, language),
                "why": why_words(item),
                "opened": f"{formats.long_date(opened, zone, language)} {formats.spoken_time(opened, zone, language)}",
            }

    def _brief(self, item: Alert, language: str) -> Facts:
        clock, kind = state_of(item.clock, self._book), step_kind(item.step)
        zone = ZoneInfo(clock.calendar.definition.zone)
        left = seconds_left(clock, self._now)
        return {
            "tone": TONES.get(kind, "over"),
            "step": kind,
            "metric": item.clock.metric,
            "ticket": item.ticket,
            "due": formats.spoken_time(item.due_at, zone, language),
            "due_day": formats.long_date(item.due_at, zone, language),
            "left": formats.duration(abs(left), language),
            "is_over": left < 0 or kind not in TONES,
            "url": absolute_url(item.receiver.tenant, "desk:ticket", item.ticket.number),
        }
