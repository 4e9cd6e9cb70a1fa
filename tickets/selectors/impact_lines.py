"""What a change would do to open deadlines, in words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from sla.models import Metric
from tickets.selectors.impact import Impact, Move

LARGEST = 100


@dataclass(frozen=True)
class MoveLine:
    """One deadline that moves, in words. `state` is "over" where it becomes a breach, "risk" where it comes at risk."""

    number: int
    subject: str
    customer: str
    metric: str
    before: str
    after: str
    moved: str
    state: str
    word: str


def move_lines(impact: Impact, *, now: datetime, zone: ZoneInfo) -> list[MoveLine]:
    """Give what becomes a breach first, then the largest moves, at most LARGEST in all."""
    moves = sorted(impact.moves, key=lambda move: not move.becomes_breach)[:LARGEST]
    return [_line(move, now, zone) for move in moves]


def _line(move: Move, now: datetime, zone: ZoneInfo) -> MoveLine:
    state, word = "", ""
    if move.becomes_breach:
        state, word = "over", pgettext("clock", "Breached")
    elif move.is_at_risk:
        state, word = "risk", _("At risk")
    return MoveLine(
        number=move.ticket.number,
        subject=move.ticket.subject,
        customer=move.ticket.customer.name,
        metric=str(Metric(move.metric).label),
        before=formats.near_time(move.before, now, zone) if move.before else "–",
        after=formats.near_time(move.after, now, zone) if move.after else "–",
        moved=_moved(move),
        state=state,
        word=word,
    )


def _moved(move: Move) -> str:
    if move.before is None:
        return pgettext("clock", "begins")
    if move.after is None:
        return pgettext("clock", "is dropped")
    template = _("%(time)s later") if move.seconds > 0 else _("%(time)s earlier")
    return template % {"time": formats.duration(move.seconds)}
