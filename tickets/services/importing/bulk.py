"""Stores many histories at once, their clocks replayed by the code of live tickets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from tickets.clocks import CountingBook
from tickets.clocks.clock import ClockState, alert_instants
from tickets.clocks.replay import replay
from tickets.clocks.rows import clock_columns, queue_columns
from tickets.models import Message, SlaClock, Ticket, TicketEvent
from tickets.services.changing import announce
from tickets.services.importing.history import TicketHistory
from tickets.services.importing.terms import TermsBook
from tickets.services.numbers import take_numbers
from tickets.services.search_index import index_tickets

State = SlaClock.State
ROWS_AT_ONCE = 1000


@dataclass
class Stored:
    """What was written: tickets in the order given, how many events, and the clocks by (metric, state)."""

    tickets: list[Ticket] = field(default_factory=list)
    events: int = 0
    clocks: Counter[tuple[str, str]] = field(default_factory=Counter)


@transaction.atomic
def store_histories(histories: Sequence[TicketHistory], *, now: datetime, book: CountingBook | None = None) -> Stored:
    """Write tickets, messages, events and clocks; each ticket falls under the contract in force when it was opened.

    Nothing is sent: alert steps whose instant lies before `now` are passed over. Give one `book` for many calls.
    Everything is counted before the first row is written, since the tenant's number counter stays locked from then on.
    """
    book = book or CountingBook()
    terms = TermsBook()
    clocks: list[SlaClock] = []
    for history in histories:
        history.events[0].data |= terms.set_terms(history.ticket)
        states = replay(book.happening(event) for event in history.events)
        columns = queue_columns(history.ticket, states)
        for name, value in columns._asdict().items():
            setattr(history.ticket, name, value)
        clocks += [_clock_row(history.ticket, state, now) for state in states]
    tickets = [history.ticket for history in histories]
    for number, ticket in enumerate(tickets, start=take_numbers(len(tickets))):
        ticket.number = number
    events = [event for history in histories for event in history.events]
    Ticket.objects.bulk_create(tickets, batch_size=ROWS_AT_ONCE)
    Message.objects.bulk_create(_of(histories), batch_size=ROWS_AT_ONCE)
    TicketEvent.objects.bulk_create(events, batch_size=ROWS_AT_ONCE)
    SlaClock.objects.bulk_create(clocks, batch_size=ROWS_AT_ONCE)
    index_tickets(*tickets)
    announce()
    return Stored(tickets, len(events), Counter((clock.metric, clock.state) for clock in clocks))


def _of(histories: Iterable[TicketHistory]) -> list[Message]:
    return [message for history in histories for message in history.messages]


def _clock_row(ticket: Ticket, state: ClockState, now: datetime) -> SlaClock:
    is_open = state.state in (State.RUNNING, State.PAUSED)
    past = [step for step, at in alert_instants(state) if at <= now] if is_open else []
    return SlaClock(
        ticket=ticket,
        metric=state.metric,
        sequence=state.sequence,
        steps_done=past,
        **clock_columns(state, past),
    )
