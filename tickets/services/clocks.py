"""Brings a ticket's clock rows and queue columns in line with its events."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from accounts.tenancy.prepared import Prepared
from tickets.clocks.clock import ClockState
from tickets.clocks.counting import CountingBook
from tickets.clocks.replay import replay
from tickets.clocks.rows import clock_columns, queue_columns
from tickets.models import SlaClock, Ticket, TicketEvent

_EVENTS = Prepared(lambda _shape, ticket: TicketEvent.objects.filter(ticket=ticket).order_by("at", "id"))
_CLOCKS = Prepared(lambda _shape, ticket: SlaClock.objects.filter(ticket=ticket))


def sync_clocks(ticket: Ticket, book: CountingBook | None = None) -> None:
    """Replay the ticket's events and write what differs: clock rows, and the ticket's queue columns (not saved).

    The caller holds the ticket's row lock and saves the ticket. Reads 2 queries, and 1 for each version not yet known.
    """
    book = book or CountingBook()
    states = replay(book.happening(event) for event in _EVENTS.rows(ticket.pk))
    rows = {(row.metric, row.sequence): row for row in _CLOCKS.rows(ticket.pk)}
    new = [row for state in states if (row := _written(ticket, state, rows.get((state.metric, state.sequence))))]
    SlaClock.objects.bulk_create(new)
    _set_queue(ticket, states)


def sync_many(tickets: Collection[Ticket]) -> None:
    """Do the same for many tickets: 2 questions, 1 for each version not yet known, and 1 or 2 that write."""
    book = CountingBook()
    known = TicketEvent.objects.filter(ticket__in=tickets).only("ticket_id", "at", "kind", "data").order_by("at", "id")
    events: dict[int, list[TicketEvent]] = defaultdict(list)
    for event in known:
        events[event.ticket_id].append(event)
    kept = {(row.ticket_id, row.metric, row.sequence): row for row in SlaClock.objects.filter(ticket__in=tickets)}
    new: list[SlaClock] = []
    moved: dict[int, SlaClock] = {}
    names: set[str] = set()
    for ticket in tickets:
        states = replay(book.happening(event) for event in events[ticket.pk])
        for state in states:
            row = kept.get((ticket.pk, state.metric, state.sequence))
            columns = clock_columns(state, row.steps_done if row else ())
            if row is None:
                new.append(SlaClock(ticket=ticket, metric=state.metric, sequence=state.sequence, **columns))
            elif changed := differing_columns(row, columns):
                for name in changed:
                    setattr(row, name, columns[name])
                names.update(changed)
                moved[row.pk] = row
        _set_queue(ticket, states)
    SlaClock.objects.bulk_create(new)
    if moved:
        SlaClock.objects.bulk_update(moved.values(), sorted(names))


def _written(ticket: Ticket, state: ClockState, row: SlaClock | None) -> SlaClock | None:
    """Write what differs, or give the row that is missing."""
    columns = clock_columns(state, row.steps_done if row else ())
    if row is None:
        return SlaClock(ticket=ticket, metric=state.metric, sequence=state.sequence, **columns)
    changed = differing_columns(row, columns)
    if changed:
        for name in changed:
            setattr(row, name, columns[name])
        row.save(update_fields=changed)
    return None


def differing_columns(row: SlaClock, columns: dict[str, Any]) -> list[str]:
    """Give the names of the columns whose values in the row are others."""
    return [name for name, value in columns.items() if getattr(row, name) != value]


def _set_queue(ticket: Ticket, states: Iterable[ClockState]) -> None:
    columns = queue_columns(ticket, list(states))
    ticket.queue_section = columns.queue_section
    ticket.next_due_at = columns.next_due_at
    ticket.next_risk_at = columns.next_risk_at
    ticket.queue_at = columns.queue_at
