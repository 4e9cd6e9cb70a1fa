"""The time on one ticket, entry by entry."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts import formats
from accounts.access import MANAGERS
from accounts.models import Membership
from tickets.models import Ticket, TimeEntry
from tickets.selectors.beside_words import day_words, why_words


@dataclass(frozen=True)
class TimeRow:
    """One entry, every text ready."""

    pk: int
    day: str
    name: str
    time: str
    clock: str
    kind: str
    why: str
    note: str
    may_change: bool


@dataclass(frozen=True)
class TimePage:
    """All entries, the newest first, and their sums."""

    rows: list[TimeRow]
    covered: str
    billable: str


def time_page(ticket: Ticket, *, member: Membership, now: datetime) -> TimePage:
    """Give it. One query."""
    zone = ZoneInfo(member.tenant.zone)
    entries = list(ticket.time_entries.select_related("membership__user").order_by("-day", "-pk"))
    sums = {kind: sum(one.minutes for one in entries if one.kind == kind) for kind in TimeEntry.Kind}
    return TimePage(
        rows=[_row(one, member, now, zone) for one in entries],
        covered=formats.duration(sums[TimeEntry.Kind.COVERED] * 60),
        billable=formats.duration(sums[TimeEntry.Kind.BILLABLE] * 60),
    )


def _row(entry: TimeEntry, member: Membership, now: datetime, zone: ZoneInfo) -> TimeRow:
    clock = ""
    if entry.started_at and entry.ended_at:
        began, ended = formats.clock_time(entry.started_at, zone), formats.clock_time(entry.ended_at, zone)
        clock = f"{began}–{ended}"
    return TimeRow(
        pk=entry.pk,
        day=day_words(entry.day, now, zone),
        name=entry.membership.user.name,
        time=formats.duration(entry.minutes * 60),
        clock=clock,
        kind=str(entry.get_kind_display()),
        why=why_words(entry.why, entry.reason),
        note=entry.note,
        may_change=entry.membership_id == member.pk or member.role in MANAGERS,
    )
