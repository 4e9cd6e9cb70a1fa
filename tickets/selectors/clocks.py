"""Kept clock rows as faces: what a deadline looks like at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Self

from django.db.models import QuerySet

from accounts.faces import ClockFace, State, clock_face
from accounts.tenancy.prepared import Prepared
from sla.calendars import calendars_of, round_the_clock
from sla.engine import BusinessCalendar, Pause
from sla.models import CalendarVersion
from sla.words import target_text
from tickets.models import SlaClock, Ticket

# A page lives some days at most; its clocks tick through the openings of this long.
AHEAD = timedelta(days=4)


@dataclass(frozen=True)
class Reading:
    """A clock read at a moment. Seconds are open time; `left` is negative when over."""

    row: SlaClock
    calendar: BusinessCalendar
    state: State
    left: int
    used: int
    target: int
    face: ClockFace

    @property
    def opening_id(self) -> str:
        """Name the JSON script with the openings it ticks through."""
        return f"open-{self.row.calendar_version_id}{'-all' if self.row.is_covered else ''}"

    @property
    def target_text(self) -> str:
        """Give the target as the policy has it."""
        return target_text(seconds=self.row.target_seconds, days=self.row.target_days)

    @property
    def pauses(self) -> list[Pause]:
        """Give the stretches in which it stood still."""
        return [
            Pause(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None, by)
            for start, end, by in self.row.pauses
        ]


class ClockBook:
    """Reads clocks at one moment. At most one query for the calendars of all rows it is made with."""

    def __init__(self, rows: Iterable[SlaClock], *, now: datetime, zone: tzinfo) -> None:
        self.now, self.zone = now, zone
        self.by_ticket: dict[int, list[SlaClock]] = {}
        for row in rows:
            if row.state != SlaClock.State.CANCELLED:
                self.by_ticket.setdefault(row.ticket_id, []).append(row)
        wanted = {row.calendar_version_id for rows in self.by_ticket.values() for row in rows}
        self._calendars = calendars_of(key for key in wanted if key)

    def version(self, pk: int) -> CalendarVersion:
        """Give a calendar version with its calendar, to be named. One query."""
        return _VERSION.rows(pk)[0]

    @classmethod
    def of(cls, ticket: Ticket, *, now: datetime, zone: tzinfo) -> Self:
        """Give the book of one ticket's clocks, their policies' versions with them. One query, mostly."""
        return cls(_CLOCKS.rows(ticket.pk), now=now, zone=zone)

    def main(self, ticket_id: int) -> Reading | None:
        """Read the clock that stands for the ticket: the running one due first, a paused one, or the last stopped."""
        rows = self.by_ticket.get(ticket_id, [])
        running = [row for row in rows if row.state == SlaClock.State.RUNNING]
        paused = [row for row in rows if row.state == SlaClock.State.PAUSED]
        stopped = [row for row in rows if row.stopped_at]
        if running or paused:
            return self.read(min(running or paused, key=lambda row: (row.due_at, row.pk)))
        return self.read(max(stopped, key=lambda row: (row.stopped_at, row.pk))) if stopped else None

    def others(self, ticket_id: int, main: Reading | None) -> list[Reading]:
        """Read the ticket's other clocks, as they began."""
        rows = sorted(self.by_ticket.get(ticket_id, []), key=lambda row: (row.started_at, row.pk))
        return [self.read(row) for row in rows if main is None or row.pk != main.row.pk]

    def read(self, row: SlaClock) -> Reading:
        """Read one clock."""
        calendar = self._calendar(row)
        target = _target(row, calendar)
        state = self._state(row)
        if row.stopped_at:
            used = row.used_seconds or 0
            left = target - used
        else:
            left = calendar.elapsed(row.paused_at or self.now, row.due_at)
            used = target - left
        face = clock_face(
            state,
            now=self.now,
            zone=self.zone,
            due=row.due_at,
            left=left,
            used=used,
            target=target,
            warn=_warning_share(row, calendar, target),
            stopped_at=row.stopped_at,
        )
        return Reading(row, calendar, state, left, used, target, face)

    def openings(self, readings: Iterable[Reading]) -> dict[str, list[tuple[int, int]]]:
        """Give, by name, the openings to come of every calendar that one of the readings ticks on."""
        begin, end = int(self.now.timestamp()), int((self.now + AHEAD).timestamp())
        calendars = {reading.opening_id: reading.calendar for reading in readings if reading.face.is_live}
        return {name: calendar.spans_at(begin, end) for name, calendar in calendars.items()}

    def _calendar(self, row: SlaClock) -> BusinessCalendar:
        if row.calendar_version_id is None:
            raise AssertionError("a clock names the calendar it was counted with")
        calendar = self._calendars[row.calendar_version_id]
        return round_the_clock(calendar.definition.zone) if row.is_covered else calendar

    def _state(self, row: SlaClock) -> State:
        if row.state == SlaClock.State.PAUSED:
            return "paused"
        if row.state == SlaClock.State.MET:
            return "met"
        if row.state == SlaClock.State.BREACHED or row.due_at < self.now:
            return "over"
        return "risk" if row.risk_at <= self.now else "ok"


def _version(_shape: None, pk: int) -> QuerySet[CalendarVersion]:
    # The definition, which is most of the row, is not what it is named by.
    return CalendarVersion.objects.filter(pk=pk).select_related("calendar").defer("definition")


def _clocks(_shape: None, ticket: int) -> QuerySet[SlaClock]:
    return SlaClock.objects.filter(ticket=ticket).select_related("policy_version")


_VERSION, _CLOCKS = Prepared(_version), Prepared(_clocks)


def _target(row: SlaClock, calendar: BusinessCalendar) -> int:
    if row.target_seconds is not None:
        return row.target_seconds
    closing = calendar.due_business_days(row.started_at, row.target_days or 1)
    return calendar.elapsed(row.started_at, closing)


def _warning_share(row: SlaClock, calendar: BusinessCalendar, target: int) -> float:
    """Give the share of the target at which the warning lies, 0 to 1, as the row's own terms had it."""
    return 1 - calendar.elapsed(row.risk_at, row.due_at) / target if target else 1.0
