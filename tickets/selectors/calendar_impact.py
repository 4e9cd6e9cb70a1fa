"""What saving other opening hours would do to open deadlines, before it is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sla.calendars import round_the_clock
from sla.engine import BusinessCalendar
from sla.models import Calendar
from tickets.clocks import CountingBook, state_of
from tickets.clocks.replay import ClockState, cut
from tickets.models import SlaClock
from tickets.selectors.calendar_tickets import tickets_of

State = SlaClock.State


@dataclass(frozen=True)
class Move:
    """One open deadline that moves, from `before` to `after` (UTC)."""

    clock: SlaClock
    before: datetime
    after: datetime
    becomes_breach: bool
    was_at_risk: bool
    is_at_risk: bool

    @property
    def seconds(self) -> int:
        """Give how far it moves on the wall clock; negative is earlier."""
        return int((self.after - self.before).total_seconds())


@dataclass(frozen=True)
class Impact:
    """Every open deadline under other hours: `total` looked at, `kept` breached already and left as they are,
    `moves` the others that move, the largest first.
    """

    total: int
    kept: int
    moves: tuple[Move, ...]

    @property
    def breaches(self) -> int:
        """Give how many become breaches."""
        return sum(move.becomes_breach for move in self.moves)

    @property
    def into_risk(self) -> int:
        """Give how many come at risk that were not."""
        return sum(move.is_at_risk and not move.was_at_risk for move in self.moves)

    @property
    def out_of_risk(self) -> int:
        """Give how many are at risk and would no longer be."""
        return sum(move.was_at_risk and not (move.is_at_risk or move.becomes_breach) for move in self.moves)


def impact_of(*, calendar: Calendar, hours: BusinessCalendar, now: datetime) -> Impact:
    """Count each open clock of the calendar's tickets with `hours`, exactly as a recount at `now` would.

    Met and breached clocks are history and never move (domain: Severity and the promise). Reads 1 query, and 2 for
    each pair of versions in use.
    """
    rows = SlaClock.objects.filter(
        ticket__in=tickets_of(calendar), state__in=[State.RUNNING, State.PAUSED]
    ).select_related("ticket__customer")
    book, total, kept = CountingBook(), 0, 0
    moves: list[Move] = []
    for row in rows:
        total += 1
        state = state_of(row, book)
        if state.due_at < (state.paused_at or cut(now)):
            kept += 1
            continue
        moves += _move(row, state, hours, now)
    moves.sort(key=lambda move: (-abs(move.seconds), move.clock.pk))
    return Impact(total, kept, tuple(moves))


def _move(row: SlaClock, state: ClockState, hours: BusinessCalendar, now: datetime) -> Iterator[Move]:
    covered = round_the_clock(hours.definition.zone) if state.counting.covered else None
    after = replace(state, counting=replace(state.counting, calendar=hours, covered=covered))
    due, at = after.due_at, state.paused_at or cut(now)
    if due != state.due_at:
        yield Move(row, state.due_at, due, due < at, _is_at_risk(state, at), due >= at and _is_at_risk(after, at))


def _is_at_risk(clock: ClockState, at: datetime) -> bool:
    return clock.instant_at(clock.counting.terms.warning_share) <= at
