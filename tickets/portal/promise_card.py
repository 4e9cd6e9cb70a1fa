"""The promise beside the form: what happens if the ticket is sent now."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from accounts.pictures import Strip
from sla.models import Channel, Severity
from tickets.clocks.clock import ClockState
from tickets.portal.words import clock_target_text, hours_remark, start_text
from tickets.promise import Offer, Promise
from tickets.why import LedgerTable, days_picture, ledger_table


@dataclass(frozen=True)
class Deadline:
    """A deadline as the customer reads it: a day, a time, and what it is counted from."""

    day: str
    time: str
    ledger: LedgerTable
    strip: Strip

    @property
    def text(self) -> str:
        """Give day and time as one text."""
        return f"{self.day} {self.time}"


@dataclass(frozen=True)
class PromiseCard:
    """Everything promise.html draws. `key` changes only when what it says does; `deadline` None: nothing is promised.

    `has_support`: the plan includes support by ticket. `remark` says which hours count where they are the portal's own,
    `order` what the question would cost where it looks like work to order. `whens` has what each severity's card says
    under the same terms.
    """

    key: str
    severity: str
    plan: str
    has_support: bool
    counted: str
    deadline: Deadline | None
    is_covered: bool
    is_fast_track: bool
    whens: dict[str, str]
    remark: str = ""
    order: str = ""


def day_and_time(instant: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Split Mon 4 May 10:00 into its day and its time."""
    clock = formats.spoken_time(instant, zone)
    return formats.weekday_time(instant, zone).removesuffix(clock).strip(), clock


def promise_card(offer: Offer, severity: str, zone: ZoneInfo, *, order: str = "") -> PromiseCard:
    """Say in the active language what a ticket of this severity, filed when the offer was made, is promised."""
    promise = offer.promise(severity)
    clock = promise.clock
    due = int(clock.due_at.timestamp()) if clock else 0
    return PromiseCard(
        key=f"{severity}-{offer.contract.pk if offer.contract else 0}-{due}{'-order' if order else ''}",
        severity=severity,
        plan=offer.contract.plan.name if offer.contract else "",
        has_support=bool(offer.contract and offer.contract.plan_version.has_support),
        counted=clock_target_text(clock) if clock else "",
        deadline=_deadline(promise, severity, zone),
        is_covered=bool(clock and clock.counting.covers(severity)),
        is_fast_track=promise.is_fast_track,
        order=order,
        remark=hours_remark(clock, Channel.PORTAL) if clock and clock.counting.is_by_channel else "",
        whens={value: start_text(offer.counting, value) for value in Severity.values},
    )


def _deadline(promise: Promise, severity: str, zone: ZoneInfo) -> Deadline | None:
    if promise.clock is None:
        return None
    clock, start = promise.clock, promise.filed_at
    day, time = day_and_time(clock.due_at, zone)
    return Deadline(
        day=day,
        time=time,
        ledger=ledger_table(
            clock.calendar,
            start=start,
            end=clock.due_at,
            now=start,
            zone=zone,
            caption=_("Counted from now"),
            sum_label=_("Promised for %(severity)s") % {"severity": Severity(severity).label},
        ),
        strip=_picture(clock, start, zone),
    )


def _picture(clock: ClockState, start: datetime, zone: ZoneInfo) -> Strip:
    """Draw the time that will count as solid, with the needle at the start."""
    counted, waiting = (
        days_picture(clock.calendar, start=start, due=clock.due_at, now=now, zone=zone, width=350)
        for now in (clock.due_at, start)
    )
    return replace(counted, now=waiting.now)
