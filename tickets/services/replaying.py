"""Holds every kept clock against its events: nothing may differ (tickets/clocks/replay.py is the one truth)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from tickets.clocks import CountingBook
from tickets.clocks.clock import ClockState
from tickets.clocks.replay import replay
from tickets.clocks.rows import clock_columns, queue_columns
from tickets.models import SlaClock, Ticket, TicketEvent
from tickets.services.changing import announce
from tickets.services.clocks import differing_columns, sync_clocks

TICKETS_AT_ONCE = 500
QUEUE = "queue"


@dataclass(frozen=True)
class Difference:
    """One column that is not what the events say. `clock` is "start 1", or "queue" for the ticket's own columns."""

    ticket: int
    clock: str
    column: str
    kept: Any
    counted: Any


def replayed(*, mend: bool) -> Iterator[list[Difference]]:
    """Count every ticket of the current tenant again from its events; give what differs, ticket by ticket.

    Reads in batches, so that memory does not grow with the tickets. A difference is looked at again with the ticket
    locked, since a change may have come between two reads; with `mend` it is put right in the same transaction.
    """
    book = CountingBook()
    after = 0
    while True:
        with transaction.atomic():
            batch = list(_tickets().filter(pk__gt=after).order_by("pk")[:TICKETS_AT_ONCE])
            suspects = [differences(ticket, book) != [] for ticket in batch]
        for ticket, is_suspect in zip(batch, suspects, strict=True):
            yield _looked_at_again(ticket, book, mend=mend) if is_suspect else []
        if len(batch) < TICKETS_AT_ONCE:
            return
        after = batch[-1].pk


def differences(ticket: Ticket, book: CountingBook) -> list[Difference]:
    """Give what is kept of a ticket's clocks and place in the queue, and is not what its events say."""
    events = sorted(ticket.events.all(), key=lambda event: (event.at, event.pk))
    states = replay(book.happening(event) for event in events)
    rows = {(row.metric, row.sequence): row for row in ticket.clocks.all()}
    found = [
        difference
        for state in states
        for difference in _of_clock(ticket, state, rows.pop((state.metric, state.sequence), None))
    ]
    found += [_difference(ticket, row, "state", row.state, None) for row in left_over(rows.values())]
    counted = queue_columns(ticket, states)._asdict()
    return found + [
        Difference(ticket.number, QUEUE, name, getattr(ticket, name), value)
        for name, value in counted.items()
        if getattr(ticket, name) != value
    ]


def left_over(rows: Iterable[SlaClock]) -> list[SlaClock]:
    """Keep the rows that no event explains and that still count."""
    return [row for row in rows if row.state != SlaClock.State.CANCELLED]


def _of_clock(ticket: Ticket, state: ClockState, row: SlaClock | None) -> list[Difference]:
    columns = clock_columns(state, row.steps_done if row else ())
    if row is None:
        return [Difference(ticket.number, f"{state.metric} {state.sequence}", "state", None, columns["state"])]
    return [
        _difference(ticket, row, name, getattr(row, name), columns[name]) for name in differing_columns(row, columns)
    ]


def _difference(ticket: Ticket, row: SlaClock, column: str, kept: Any, counted: Any) -> Difference:
    return Difference(ticket.number, f"{row.metric} {row.sequence}", column, kept, counted)


def _tickets() -> QuerySet[Ticket]:
    events = TicketEvent.objects.only("ticket_id", "at", "kind", "data").order_by()
    return Ticket.objects.prefetch_related("clocks", Prefetch("events", queryset=events))


@transaction.atomic
def _looked_at_again(ticket: Ticket, book: CountingBook, *, mend: bool) -> list[Difference]:
    current = Ticket.objects.for_update().get(pk=ticket.pk)
    found = differences(current, book)
    if found and mend:
        _mend(current, found, book)
    return found


def _mend(ticket: Ticket, found: Sequence[Difference], book: CountingBook) -> None:
    """Write what the events say. A row that no event explains is dropped, not deleted: alerts may name it."""
    for difference in found:
        if difference.column == "state" and difference.counted is None:
            metric, sequence = difference.clock.split()
            ticket.clocks.filter(metric=metric, sequence=sequence).update(state=SlaClock.State.CANCELLED, check_at=None)
    sync_clocks(ticket, book)
    ticket.version += 1
    ticket.save()
    announce()
