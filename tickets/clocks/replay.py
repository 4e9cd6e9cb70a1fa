"""Clocks as a pure function of what happened: no database, no present time.

Live changes and imports both come through here, so that they cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sla.engine import BusinessCalendar
from sla.engine.pauses import Pause
from sla.models import Metric, Severity
from sla.terms import Target, Terms
from tickets.models import SlaClock, TicketEvent

Kind = TicketEvent.Kind
State = SlaClock.State
# The time between solving and opening again does not count (domain: a reply on a resolved ticket brings it back).
RESOLVED = "resolved"


@dataclass(frozen=True)
class Counting:
    """What clocks are counted with: the terms, the calendar, and the 24/7 calendar where Critical is covered.

    `is_by_channel`: the calendar is the one that the policy names for the channel by which the ticket was filed.
    """

    terms: Terms
    calendar: BusinessCalendar
    calendar_version_id: int
    covered: BusinessCalendar | None = None
    is_by_channel: bool = False
    calendar_id: int = 0

    def clock_for(self, severity: str) -> BusinessCalendar:
        """Give the calendar on which a clock of this severity runs."""
        return self.covered if self.covers(severity) and self.covered else self.calendar

    def covers(self, severity: str) -> bool:
        """Say whether round-the-clock cover applies (domain: Critical only)."""
        return self.covered is not None and severity == Severity.CRITICAL


@dataclass(frozen=True)
class Contacting:
    """A proactive case's own promise: the customer is contacted within this target, counted from the detection."""

    target: Target
    since: datetime


@dataclass(frozen=True)
class Happening:
    """What a clock needs to know of one event. `counting` is set on FILED and TERMS (None: no contract).

    `contact` is set on FILED for a proactive case.
    """

    at: datetime
    kind: str
    severity: str = ""
    status: str = ""
    counting: Counting | None = None
    contact: Contacting | None = None


@dataclass
class ClockState:
    """One clock as it stands after the last happening. Instants are whole seconds in UTC."""

    metric: str
    sequence: int
    started_at: datetime
    severity: str
    counting: Counting
    target: Target
    pauses: list[Pause] = field(default_factory=list)
    stopped_at: datetime | None = None
    cancelled: bool = False
    frozen: bool = False

    @property
    def calendar(self) -> BusinessCalendar:
        """Give the calendar it runs on."""
        return self.counting.clock_for(self.severity)

    @property
    def target_seconds(self) -> int:
        """Give the target in open seconds; working days count to their closing time."""
        if self.target.seconds is not None:
            return self.target.seconds
        closing = self.calendar.due_business_days(self.started_at, self.target.days or 1)
        return self.calendar.elapsed(self.started_at, closing)

    @property
    def paused_at(self) -> datetime | None:
        """Give the start of the pause that still lasts."""
        return self.pauses[-1].start if self.pauses and self.pauses[-1].end is None and not self.stopped_at else None

    @property
    def due_at(self) -> datetime:
        """Give the promise; while paused, as it was when the pause began."""
        return self.instant_at(100)

    def instant_at(self, share: int) -> datetime:
        """Give the instant at which this share of the target, in percent, is used."""
        ended = [pause for pause in self.pauses if pause.end is not None]
        due = self.calendar.due_with_pauses(self.started_at, self.target_seconds * share // 100, ended)
        if due is None:
            raise AssertionError("only a pause without end leaves a clock without deadline")
        return due

    @property
    def state(self) -> str:
        """Give the state that is kept: breached only once it has stopped late (domain: counting, point 5)."""
        if self.cancelled:
            return State.CANCELLED
        if self.stopped_at:
            return State.MET if self.stopped_at <= self.due_at else State.BREACHED
        return State.PAUSED if self.paused_at else State.RUNNING

    @property
    def used_seconds(self) -> int | None:
        """Give the open seconds used, once stopped."""
        if not self.stopped_at:
            return None
        return self.calendar.explain(
            self.started_at, max(self.stopped_at, self.started_at), self.pauses
        ).counted_seconds


def cut(at: datetime) -> datetime:
    """Cut an instant to the whole second, as it enters a clock (domain: counting, point 6)."""
    return at.replace(microsecond=0) if at.microsecond else at


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
        # Dropped by a merge: undone, they run on as if it had never been.
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
            case Kind.MERGED:
                self.merged = [clock for clock in self.clocks if not (clock.cancelled or clock.stopped_at)]
                for clock in self.merged:
                    clock.cancelled = True
            case Kind.UNMERGED:
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


def alert_instants(clock: ClockState) -> list[tuple[str, datetime]]:
    """Give each alert step with the instant at which it falls due, in the order of the terms."""
    instants = []
    for step in clock.counting.terms.steps:
        if step.share is not None:
            instants.append((step.name, clock.instant_at(step.share)))
        else:
            after = (step.after_minutes or 0) * 60
            instants.append((step.name, clock.calendar.due_after(clock.due_at, after)))
    return instants


FAST_TRACK_SECONDS = int(timedelta(hours=4).total_seconds())


def queue_instant(clock: ClockState, *, fast_track: bool) -> datetime:
    """Give the queue deadline: on the fast track 4 business hours before the deadline (domain: Fast track)."""
    return clock.calendar.due_after(clock.due_at, -FAST_TRACK_SECONDS) if fast_track else clock.due_at
