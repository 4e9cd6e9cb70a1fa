"""Brings a ticket's clock rows and queue columns in line with its events."""

from collections.abc import Iterable
from typing import Any

from tickets.clocks.counting import CountingBook
from tickets.clocks.replay import ClockState, replay
from tickets.clocks.rows import clock_columns, queue_columns
from tickets.models import SlaClock, Ticket


def sync_clocks(ticket: Ticket, book: CountingBook | None = None) -> None:
    """Replay the ticket's events and write what differs: clock rows, and the ticket's queue columns (not saved).

    The caller holds the ticket's row lock and saves the ticket. Reads 2 queries, and 1 for each version not yet known.
    """
    book = book or CountingBook()
    states = replay(book.happening(event) for event in ticket.events.order_by("at", "id"))
    rows = {(row.metric, row.sequence): row for row in ticket.clocks.all()}
    for state in states:
        _write(ticket, state, rows.get((state.metric, state.sequence)))
    _set_queue(ticket, states)


def _write(ticket: Ticket, state: ClockState, row: SlaClock | None) -> None:
    columns = clock_columns(state, row.steps_done if row else ())
    if row is None:
        SlaClock.objects.create(ticket=ticket, metric=state.metric, sequence=state.sequence, **columns)
        return
    changed = differing_columns(row, columns)
    if changed:
        for name in changed:
            setattr(row, name, columns[name])
        row.save(update_fields=changed)


def differing_columns(row: SlaClock, columns: dict[str, Any]) -> list[str]:
    """Give the names of the columns whose values in the row are others."""
    return [name for name, value in columns.items() if getattr(row, name) != value]


def _set_queue(ticket: Ticket, states: Iterable[ClockState]) -> None:
    columns = queue_columns(ticket, list(states))
    ticket.queue_section = columns.queue_section
    ticket.next_due_at = columns.next_due_at
    ticket.next_risk_at = columns.next_risk_at
    ticket.queue_at = columns.queue_at
