"""Clocks as a pure function of what happened: no database, no present time.

Live changes and imports both come through here, so that they cannot differ.
"""

from collections.abc import Iterable
from datetime import datetime

from sla.engine.pauses import Pause
from sla.models import Metric
from sla.terms import Target
from tickets.clocks.clock import ClockState, Contacting, Counting, Happening, cut
from tickets.models import TicketEvent

Kind = TicketEvent.Kind
# The time between solving and opening again does not count (domain: a reply on a resolved ticket brings it back).
RESOLVED = "resolved"


class _Replay:
    """Walks through the happenings once, in order."""

    def __init__(self) -> None:
        self.clocks: list[ClockState] = []
        self.counting: Counting | None = None
        self.severity = ""
        self.filed_at: datetime | None = None
        self.is_started = False
        self.contact: Contacting | None = None
        self.spans: list[tuple[str, datetime, datetime | None]] = []
        # Dropped by a merge, or as spam: undone, they run on as if it had never been.
        self.merged: list[ClockState] = []

    def step(self, event: Happening) -> None:
        at = cut(event.at)
        match event.kind:
            case Kind.FILED:
                self.filed_at, self.severity, self.counting = at, event.severity, event.counting
                self.contact = event.contact
                self._begin_missing(at)
            case Kind.STARTED:
                self._stop(Metric.START, at)
            case Kind.REPLIED | Kind.OUT_OF_SCOPE:
                self._stop(Metric.START, at)
                self._stop(Metric.NEXT_REPLY, at)
                self._stop(Metric.CONTACT, at)
            case Kind.CONTACTED:
                self._stop(Metric.CONTACT, at)
            case Kind.CUSTOMER_WROTE:
                self._question(at)
            case Kind.STATUS:
                self._status(event.status, at)
            case Kind.SEVERITY:
                self._freeze(at)
                self.severity = event.severity
                self._recount(at)
            case Kind.TERMS:
                self._freeze(at)
                self.counting = event.counting
                self._recount(at)
            case Kind.RESOLVED:
                for metric in (Metric.START, Metric.NEXT_REPLY, Metric.RESOLUTION, Metric.CONTACT):
                    self._stop(metric, at)
                self._status(RESOLVED, at)
            case Kind.REOPENED:
                for clock in self._of(Metric.RESOLUTION):
                    clock.stopped_at = None
                self._status(event.status or "in_progress", at)
            case Kind.CLOSED:
                for clock in self.clocks:
                    clock.cancelled = clock.cancelled or clock.stopped_at is None
            case Kind.MERGED | Kind.SPAM:
                self.merged = [clock for clock in self.clocks if not (clock.cancelled or clock.stopped_at)]
                for clock in self.merged:
                    clock.cancelled = True
            case Kind.UNMERGED | Kind.NOT_SPAM:
                for clock in self.merged:
                    clock.cancelled = False
                self.merged = []

    def _of(self, metric: str) -> list[ClockState]:
        return [clock for clock in self.clocks if clock.metric == metric and not clock.cancelled]

    def _stop(self, metric: str, at: datetime) -> None:
        if metric == Metric.START:
            self.is_started = True
        for clock in self._of(metric):
            clock.stopped_at = clock.stopped_at or at

    def _question(self, at: datetime) -> None:
        """Start a new next_reply, unless the customer is already waiting for one, or for work to start."""
        waiting = [c for c in self._of(Metric.NEXT_REPLY) + self._of(Metric.START) if c.stopped_at is None]
        if not waiting:
            self._begin(Metric.NEXT_REPLY, at, sequence=len(self._of(Metric.NEXT_REPLY)) + 1)

    def _status(self, status: str, at: datetime) -> None:
        if self.spans and self.spans[-1][2] is None:
            self.spans[-1] = (*self.spans[-1][:2], at)
        self.spans.append((status, at, None))
        for clock in self.clocks:
            if not (clock.cancelled or clock.stopped_at):
                clock.pauses = self._pauses(clock)

    def _freeze(self, at: datetime) -> None:
        """Leave alone what is already breached (domain: what has been met or breached is frozen history)."""
        for clock in self.clocks:
            if not (clock.cancelled or clock.stopped_at) and clock.due_at < (clock.paused_at or at):
                clock.frozen = True

    def _recount(self, at: datetime) -> None:
        """Count open clocks again, from when they started, under the severity and terms that hold from now on."""
        for clock in self.clocks:
            if clock.stopped_at or clock.cancelled or clock.frozen:
                continue
            target = self._target(clock.metric)
            if target is None or self.counting is None:
                clock.cancelled = True
                continue
            clock.severity, clock.counting, clock.target = self.severity, self.counting, target
            clock.pauses = self._pauses(clock)
        self._begin_missing(at)

    def _begin_missing(self, at: datetime) -> None:
        """Start the ticket's own clocks where the terms have them, from the original report time.

        A proactive case has the contact clock alone: the customer has reported nothing.
        """
        if self.contact:
            if not self._of(Metric.CONTACT):
                self._begin(Metric.CONTACT, cut(self.contact.since))
            return
        started = self.filed_at or at
        if not self.is_started and not self._of(Metric.START):
            self._begin(Metric.START, started)
        if not self._of(Metric.RESOLUTION):
            self._begin(Metric.RESOLUTION, started)

    def _target(self, metric: str) -> Target | None:
        if self.counting is None:
            return None
        if metric == Metric.CONTACT:
            return self.contact.target if self.contact else None
        return self.counting.terms.target(self.severity, metric)

    def _begin(self, metric: str, at: datetime, sequence: int = 1) -> None:
        target = self._target(metric)
        if target is None or self.counting is None:
            return
        # A dropped clock of the same name comes back to life as itself.
        self.clocks = [c for c in self.clocks if (c.metric, c.sequence) != (metric, sequence)]
        clock = ClockState(metric, sequence, at, self.severity, self.counting, target)
        clock.pauses = self._pauses(clock)
        self.clocks.append(clock)

    def _pauses(self, clock: ClockState) -> list[Pause]:
        """Give the stretches of pausing statuses since the clock started.

        `start` never pauses (domain: Severity), nor does `contact`.
        """
        pausing = clock.counting.terms.pauses.get(clock.metric, frozenset()) | {RESOLVED}
        if clock.metric in (Metric.START, Metric.CONTACT):
            pausing = frozenset()
        return [
            Pause(max(begin, clock.started_at), end, status)
            for status, begin, end in self.spans
            if status in pausing and (end is None or end > max(begin, clock.started_at))
        ]


def replay(happenings: Iterable[Happening]) -> list[ClockState]:
    """Give every clock of one ticket, from its happenings in order (at, id)."""
    walk = _Replay()
    for event in happenings:
        walk.step(event)
    return walk.clocks
