"""The deadline of a ticket as its owner reads it, with what it is counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from accounts.pictures import Strip
from sla.models import Metric, Severity
from tickets.clocks import CountingBook, seconds_left, state_of
from tickets.clocks.clock import ClockState
from tickets.models import SlaClock, Ticket
from tickets.portal.day_ledger import day_lines, is_long
from tickets.portal.promise_card import day_and_time
from tickets.portal.words import clock_target_text, hours_remark, reason_words, status_text
from tickets.why import LedgerTable, days_picture, ledger_table

# What the customer waits for first.
ORDER = (Metric.START, Metric.CONTACT, Metric.NEXT_REPLY, Metric.RESOLUTION)
State = SlaClock.State


AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Ticking:
    """What js/clocks.js needs to keep the time left true: open seconds, and the openings to come."""

    left: int
    target: int
    notch: int
    due: int
    openings: list[tuple[int, int]]
    is_live: bool = True


@dataclass(frozen=True)
class TicketDeadline:
    """What deadline.html draws. `state` is ok, risk, over, paused, met or none; `day` and `time` may be empty.

    `text` is the time left or over where `ticking` is set, else a sentence; `remark` says which time counts.
    """

    state: str
    heading: str
    day: str
    time: str
    text: str
    remark: str = ""
    ticking: Ticking | None = None
    ledger: LedgerTable | None = None
    strip: Strip | None = None


def next_clock(clocks: Sequence[SlaClock]) -> SlaClock | None:
    """Give the running clock that the customer waits for first."""
    running = [clock for clock in clocks if clock.state == State.RUNNING]
    return min(running, key=lambda clock: ORDER.index(Metric(clock.metric)), default=None)


def ticket_deadline(ticket: Ticket, clocks: Sequence[SlaClock], now: datetime, zone: ZoneInfo) -> TicketDeadline:
    """Say when the customer hears from us next, or why no time is counted. Asks nothing for clocks that were
    read with their versions.
    """
    if not ticket.is_open and ticket.resolved_at:
        day, time = day_and_time(ticket.resolved_at, zone)
        return TicketDeadline("met", status_text(ticket), day, time, _closing(ticket, zone))
    clock = next_clock(clocks)
    if clock is not None:
        return _running(state_of(clock, CountingBook.knowing(clock)), ticket.channel, clock.risk_at, now, zone)
    paused = next((clock for clock in clocks if clock.state == State.PAUSED), None)
    if paused is not None:
        kept = formats.duration(seconds_left(state_of(paused, CountingBook.knowing(paused)), now))
        text = _("The time to a solution stands still meanwhile; %(time)s is kept.") % {"time": kept}
        return TicketDeadline("paused", _("We wait for your answer"), "", "", text)
    if ticket.policy_version_id is None:
        return TicketDeadline("none", _("No time promised"), "", "", _("We will answer, but promise no time."))
    return TicketDeadline("none", status_text(ticket), "", "", _("No deadline runs at the moment."))


def _closing(ticket: Ticket, zone: ZoneInfo) -> str:
    if ticket.close_due_at is None:
        return ""
    return _("It closes by itself on %(time)s.") % {"time": formats.weekday_time(ticket.close_due_at, zone)}


def waits_for(metric: str, *, is_late: bool) -> str:
    """Say what happens by a deadline."""
    if is_late:
        return {
            Metric.START.value: _("Work should have started by"),
            Metric.NEXT_REPLY.value: _("You should have had an answer by"),
            Metric.RESOLUTION.value: _("We aimed for a solution by"),
            Metric.CONTACT.value: _("You should have heard from us by"),
        }[metric]
    return {
        Metric.START.value: _("Work starts by"),
        Metric.NEXT_REPLY.value: _("You get an answer by"),
        Metric.RESOLUTION.value: _("We aim for a solution by"),
        Metric.CONTACT.value: _("You hear from us by"),
    }[metric]


def _running(clock: ClockState, channel: str, risk_at: datetime, now: datetime, zone: ZoneInfo) -> TicketDeadline:
    state = "over" if now > clock.due_at else "risk" if now >= risk_at else "ok"
    day, time = day_and_time(clock.due_at, zone)
    left = seconds_left(clock, now)
    return TicketDeadline(
        state=state,
        heading=waits_for(clock.metric, is_late=state == "over"),
        day=day,
        time=time,
        text=_left(left),
        remark=hours_remark(clock, channel),
        ticking=_ticking(clock, left, now),
        ledger=_ledger(clock, zone),
        strip=days_picture(
            clock.calendar,
            start=clock.started_at,
            due=clock.due_at,
            now=now,
            zone=zone,
            state=state,
            pauses=clock.pauses,
            width=350,
        ),
    )


def _ledger(clock: ClockState, zone: ZoneInfo) -> LedgerTable:
    """Explain the deadline hour by hour, or day by day where that is long."""
    table = ledger_table(
        clock.calendar,
        start=clock.started_at,
        end=clock.due_at,
        now=clock.started_at,
        zone=zone,
        caption=_("How it is counted"),
        sum_label=_("Promised for %(severity)s: %(time)s")
        % {"severity": Severity(clock.severity).label, "time": clock_target_text(clock)},
        pauses=clock.pauses,
        words=reason_words,
    )
    ledger = clock.calendar.explain(clock.started_at, clock.due_at, clock.pauses)
    if is_long(ledger):
        table["rows"] = day_lines(ledger, zone)
    return table


def _left(left: int) -> str:
    time = {"time": formats.duration(left)}
    return _("%(time)s over") % time if left < 0 else _("%(time)s left") % time


def _ticking(clock: ClockState, left: int, now: datetime) -> Ticking:
    """Give the openings of the days around the deadline: the page is not kept open longer."""
    until = max(clock.due_at, now) + AHEAD
    return Ticking(
        left=left,
        target=clock.target_seconds,
        notch=clock.counting.terms.warning_share,
        due=int(clock.due_at.timestamp()),
        openings=clock.calendar.spans_at(int(now.timestamp()), int(until.timestamp())),
    )
