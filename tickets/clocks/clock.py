"""One clock: what it is counted with, how it stands, and when it must be looked at. Pure, without a present time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sla.engine import BusinessCalendar
from sla.engine.pauses import Pause
from sla.models import Severity
from sla.terms import Target, Terms
from tickets.models import SlaClock

State = SlaClock.State


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
