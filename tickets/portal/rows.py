"""Tickets as rows of a list, each with its next deadline in plain words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts import formats
from contracts.models import Contact
from sla.models import Severity
from tickets.models import SlaClock, Ticket, TicketWatcher
from tickets.portal.deadline import next_clock, waits_for
from tickets.portal.words import status_text
from tickets.querysets import TicketQuerySet

PAGE = 25


@dataclass(frozen=True)
class Row:
    """One ticket in a list; `state` is ok, risk, over or empty, and `deadline` says it in words."""

    number: int
    subject: str
    severity: str
    severity_word: str
    status: str
    who: str
    opened: str
    deadline: str
    state: str


@dataclass(frozen=True)
class Page:
    """Some rows; `after` is the number to go on from (None: no more)."""

    rows: list[Row]
    after: int | None


def open_first(*lists: TicketQuerySet | None, most: Sequence[int], now: datetime, zone: ZoneInfo) -> list[list[Row]]:
    """Give for each list its newest tickets, open ones before the others. 1 query each, 1 for clocks."""
    found = [
        _open_first(tickets, count) if tickets is not None else [] for tickets, count in zip(lists, most, strict=True)
    ]
    prefetch_related_objects([ticket for tickets in found for ticket in tickets], _clocks())
    return [_rows(tickets, now, zone) for tickets in found]


def _open_first(tickets: TicketQuerySet, most: int) -> list[Ticket]:
    """Ask for the newest open ones and the newest, by an index each: a company may have solved thousands."""
    newest = tickets.order_by("-pk").values("pk")
    keys = newest.filter(status__in=Ticket.OPEN_STATUSES)[:most].union(newest[:most], all=True)
    found = _with_words(Ticket.objects.filter(pk__in=keys))
    return sorted(found, key=lambda ticket: (not ticket.is_open, -ticket.number))[:most]


def page_of(tickets: TicketQuerySet, *, after: int | None, now: datetime, zone: ZoneInfo) -> Page:
    """Give a page of tickets, newest first, from below the ticket with number `after`. 2 queries."""
    if after:
        tickets = tickets.filter(pk__lt=Ticket.objects.filter(number=after).values("pk")[:1])
    found = list(_with_words(tickets).prefetch_related(_clocks()).order_by("-pk")[: PAGE + 1])
    rows = _rows(found[:PAGE], now, zone)
    return Page(rows, found[PAGE - 1].number if len(found) > PAGE else None)


def own(contact: Contact) -> TicketQuerySet:
    """Give the tickets the contact filed, and those they are copied on."""
    filed = filed_by(contact).order_by().values("pk")
    copied = TicketWatcher.objects.filter(contact=contact).values("ticket")
    return Ticket.objects.filter(pk__in=filed.union(copied, all=True), customer=contact.customer_id)


def filed_by(contact: Contact) -> TicketQuerySet:
    """Give the tickets the contact filed at the company they belong to now."""
    return Ticket.objects.filter(contact=contact, customer=contact.customer_id)


def companys(contact: Contact) -> TicketQuerySet:
    """Give all of the company's tickets; the page is for company-wide contacts."""
    return Ticket.objects.filter(customer=contact.customer_id)


def with_clocks(tickets: TicketQuerySet) -> TicketQuerySet:
    """Read the running clocks along: one query more."""
    return tickets.prefetch_related(_clocks())


def deadline_of(ticket: Ticket) -> datetime | None:
    """Give the deadline that the customer waits for, of a ticket with its clocks; None where there is none."""
    clock = next_clock(list(ticket.clocks.all())) if ticket.is_open else None
    return clock.due_at if clock else None


def _with_words(tickets: TicketQuerySet) -> TicketQuerySet:
    return tickets.select_related("contact")


def _clocks() -> Any:
    return Prefetch("clocks", SlaClock.objects.filter(state=SlaClock.State.RUNNING))


def _rows(tickets: Iterable[Ticket], now: datetime, zone: ZoneInfo) -> list[Row]:
    return [_row(ticket, now, zone) for ticket in tickets]


def _row(ticket: Ticket, now: datetime, zone: ZoneInfo) -> Row:
    clock = next_clock(list(ticket.clocks.all()))
    deadline, state = _deadline(ticket, clock, now, zone)
    return Row(
        number=ticket.number,
        subject=ticket.subject,
        severity=ticket.severity,
        severity_word=str(Severity(ticket.severity).label),
        status=status_text(ticket),
        who=ticket.contact.name if ticket.contact else "",
        opened=formats.full_date(ticket.opened_at, zone),
        deadline=deadline,
        state=state,
    )


def _deadline(ticket: Ticket, clock: SlaClock | None, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    if not ticket.is_open:
        return "", ""
    if clock is not None:
        state = "over" if now > clock.due_at else "risk" if now >= clock.risk_at else "ok"
        return f"{waits_for(clock.metric, is_late=state == 'over')} {formats.near_time(clock.due_at, now, zone)}", state
    return (_("No time promised"), "") if ticket.policy_version_id is None else ("", "")
