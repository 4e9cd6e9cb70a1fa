"""What a change of hours or terms would do to open deadlines, before it is saved."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from sla.calendars import round_the_clock
from sla.engine import BusinessCalendar
from sla.models import Calendar
from tickets.clocks import CountingBook
from tickets.clocks.clock import ClockState, Happening, cut
from tickets.clocks.replay import replay
from tickets.models import Ticket, TicketEvent
from tickets.selectors.calendar_tickets import tickets_of
from tickets.selectors.terms import TermsBook, latest_terms, with_parties

Kind = TicketEvent.Kind
AT_ONCE = 500


@dataclass(frozen=True)
class Move:
    """One open deadline (UTC) that moves. `before` is None for a clock that begins, `after` for one that is dropped."""

    ticket: Ticket
    metric: str
    sequence: int
    before: datetime | None
    after: datetime | None
    becomes_breach: bool = False
    was_at_risk: bool = False
    is_at_risk: bool = False

    @property
    def seconds(self) -> int:
        """Give how far it moves on the wall clock; negative is earlier, 0 where it begins or is dropped."""
        return int((self.after - self.before).total_seconds()) if self.before and self.after else 0


@dataclass(frozen=True)
class Impact:
    """Every open deadline under other hours or terms: `total` looked at, `kept` breached already and left as they are,
    `moves` what moves, begins or is dropped, the largest first.
    """

    total: int = 0
    kept: int = 0
    moves: tuple[Move, ...] = ()

    @property
    def moved(self) -> int:
        """Give how many open deadlines move."""
        return sum(move.before is not None and move.after is not None for move in self.moves)

    @property
    def begun(self) -> int:
        """Give how many clocks begin."""
        return sum(move.before is None for move in self.moves)

    @property
    def dropped(self) -> int:
        """Give how many clocks are dropped."""
        return sum(move.after is None for move in self.moves)

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


NOTHING = object()


def impact_of(*, calendar: Calendar, hours: BusinessCalendar, now: datetime) -> Impact:
    """Count each open clock of the calendar's tickets with `hours`, exactly as a recount at `now` would.

    Met and breached clocks are history and never move (domain: Severity and the promise). Reads 2 queries for 500
    tickets, and 2 for each pair of versions in use.
    """
    book = CountingBook()

    def then(tickets: list[Ticket]) -> Iterator[Any]:
        for ticket in tickets:
            before = book.counting(latest_terms(ticket))
            covered = round_the_clock(hours.definition.zone) if before and before.covered else None
            yield replace(before, calendar=hours, covered=covered) if before else NOTHING

    return _impact(tickets_of(calendar), then, book, now)


def impact_of_terms(tickets: QuerySet[Ticket], *, applied: dict[int, Any], now: datetime) -> Impact:
    """Count the open ones of these tickets under the terms that hold for them now, exactly as a recount at `now` would.

    `applied`: see TermsBook. Reads some queries for 500 tickets, and 2 for each policy and pair of versions in use.
    """
    book = CountingBook()

    def then(batch: list[Ticket]) -> Iterator[Any]:
        terms = TermsBook(batch, applied=applied)
        for ticket in batch:
            settled = terms.settled(ticket)
            stays = settled.stands_for(ticket, latest_terms(ticket))
            yield NOTHING if stays else book.counting(settled.recorded)

    return _impact(tickets.filter(status__in=Ticket.OPEN_STATUSES), then, book, now)


def _impact(
    tickets: QuerySet[Ticket], then: Callable[[list[Ticket]], Iterable[Any]], book: CountingBook, now: datetime
) -> Impact:
    total, kept, moves = 0, 0, list[Move]()
    for batch in _batches(tickets):
        for ticket, counting in zip(batch, then(batch), strict=True):
            happened = [book.happening(event) for event in ticket.events.all()]
            before = _open(replay(happened))
            total += len(before)
            kept += sum(clock.due_at < (clock.paused_at or cut(now)) for clock in before.values())
            if counting is not NOTHING:
                after = _open(replay([*happened, Happening(at=now, kind=Kind.TERMS, counting=counting)]))
                moves += _moves(ticket, before, after, now)
    moves.sort(key=lambda move: (-abs(move.seconds), move.ticket.pk, move.metric, move.sequence))
    return Impact(total, kept, tuple(moves))


def _batches(tickets: QuerySet[Ticket]) -> Iterator[list[Ticket]]:
    events = TicketEvent.objects.only("ticket_id", "at", "kind", "data").order_by("at", "id")
    rows = with_parties(tickets).prefetch_related(Prefetch("events", queryset=events)).order_by("pk")
    after = 0
    while batch := list(rows.filter(pk__gt=after)[:AT_ONCE]):
        yield batch
        after = batch[-1].pk


Key = tuple[str, int]


def _open(clocks: Iterable[ClockState]) -> dict[Key, ClockState]:
    return {(clock.metric, clock.sequence): clock for clock in clocks if not (clock.cancelled or clock.stopped_at)}


def _moves(
    ticket: Ticket, before: dict[Key, ClockState], after: dict[Key, ClockState], now: datetime
) -> Iterator[Move]:
    for key in before | after:
        old, new = before.get(key), after.get(key)
        old_due, new_due = old.due_at if old else None, new.due_at if new else None
        if old_due == new_due:
            continue
        breaks = new is not None and new.due_at < (new.paused_at or cut(now))
        yield Move(
            ticket,
            *key,
            before=old_due,
            after=new_due,
            becomes_breach=breaks,
            was_at_risk=_is_at_risk(old, now),
            is_at_risk=not breaks and _is_at_risk(new, now),
        )


def _is_at_risk(clock: ClockState | None, now: datetime) -> bool:
    return clock is not None and clock.instant_at(clock.counting.terms.warning_share) <= (clock.paused_at or cut(now))
