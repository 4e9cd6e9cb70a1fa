"""Tickets whose severity or terms were changed, replayed under other terms.

A change leaves a clock alone that is breached by then, and counts it again where it is not: whether it was depends on
the very terms that are exchanged. So the events of these tickets, and of no others, are walked through once more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import numpy as np

from reports.selectors.what_if_read import METRICS, changed_terms
from reports.what_if import NOTHING, Clocks, Numbers
from sla.calendars import round_the_clock
from sla.engine import BusinessCalendar
from sla.models import CalendarVersion, PolicyVersion
from sla.terms import Target
from tickets.clocks import CountingBook
from tickets.clocks.clock import ClockState, Counting
from tickets.clocks.counting import counting_of
from tickets.clocks.replay import replay
from tickets.models import TicketEvent

Kind = TicketEvent.Kind
Targets = Mapping[tuple[str, str], Target]
_MOVES_CLOCKS = [
    Kind.FILED, Kind.STARTED, Kind.REPLIED, Kind.OUT_OF_SCOPE, Kind.CUSTOMER_WROTE, Kind.STATUS, Kind.SEVERITY,
    Kind.TERMS, Kind.RESOLVED, Kind.REOPENED, Kind.CLOSED,
]  # fmt: skip


@dataclass(frozen=True)
class OtherTerms:
    """What is exchanged: the targets of clocks that exist, and every calendar."""

    targets: Targets
    calendar: BusinessCalendar | None

    def instead_of(self, counting: Counting) -> Counting:
        """Give what clocks are counted with instead. Round-the-clock cover stays."""
        targets = {key: self.targets.get(key, own) for key, own in counting.terms.targets.items()}
        calendar = self.calendar or counting.calendar
        return Counting(
            terms=replace(counting.terms, targets=targets),
            calendar=calendar,
            calendar_version_id=counting.calendar_version_id,
            covered=round_the_clock(calendar.definition.zone) if counting.covered else None,
        )


class OtherBook(CountingBook):
    """Looks recorded versions up, all of them in two queries, and exchanges the terms."""

    def __init__(self, terms: OtherTerms) -> None:
        super().__init__()
        self._terms = terms
        self._policies = {version.pk: version for version in PolicyVersion.objects.all()}
        self._calendars = {version.pk: version for version in CalendarVersion.objects.all()}

    def _look_up(self, policy_version_id: int, calendar_version_id: int, covers_critical: bool) -> Counting:
        recorded = counting_of(
            self._policies[policy_version_id], self._calendars[calendar_version_id], covers_critical=covers_critical
        )
        return self._terms.instead_of(recorded)


def put_replayed(terms: OtherTerms, clocks: Clocks, due: Numbers, dropped: Numbers, since: datetime) -> None:
    """Put deadlines and drops right where severity or terms changed while the clock ran. Four queries at most."""
    rows = _rows_changed(clocks, since)
    if not rows.size:
        return
    places = {
        (ticket, METRICS[metric], sequence): row
        for row, ticket, metric, sequence in zip(
            *(column.tolist() for column in (rows, clocks.ticket[rows], clocks.metric[rows], clocks.sequence[rows])),
            strict=True,
        )
    }
    dropped[rows] = 1
    for ticket, states in replayed(terms, np.unique(clocks.ticket[rows]).tolist()):
        for state in states:
            row = places.get((ticket, state.metric, state.sequence))
            if row is not None:
                due[row], dropped[row] = int(state.due_at.timestamp()), int(state.cancelled)


def replayed(terms: OtherTerms, tickets: list[int]) -> Iterator[tuple[int, list[ClockState]]]:
    """Walk through the events of these tickets under the other terms; give each ticket's clocks."""
    book = OtherBook(terms)
    events = (
        TicketEvent.objects.filter(ticket__in=tickets, kind__in=_MOVES_CLOCKS)
        .order_by("ticket_id", "at", "id")
        .values_list("ticket_id", "at", "kind", "data")
    )
    for ticket, own in groupby(events.iterator(chunk_size=10_000), key=itemgetter(0)):
        yield ticket, replay(book.happened(at, kind, data) for _, at, kind, data in own)


def _rows_changed(clocks: Clocks, since: datetime) -> Numbers:
    """Give the positions of clocks that ran when their ticket's severity or terms were changed, or may have."""
    ticket, at = changed_terms(since)
    if not ticket.size:
        return ticket
    order = np.lexsort((at, ticket))
    ticket, at = ticket[order], at[order]
    begins = np.flatnonzero(np.diff(ticket, prepend=NOTHING))
    tickets, first, last = ticket[begins], at[begins], at[np.append(begins[1:], len(at)) - 1]
    place = np.minimum(np.searchsorted(tickets, clocks.ticket), len(tickets) - 1)
    ran = (clocks.started < last[place]) & ((clocks.stopped == NOTHING) | (clocks.stopped >= first[place]))
    return np.flatnonzero((tickets[place] == clocks.ticket) & ran)
