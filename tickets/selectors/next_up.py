"""The short queue beside a ticket."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language

from accounts.faces import ClockFace, clock_face
from accounts.kept import kept
from accounts.models import Membership
from tickets.models import SlaClock, Ticket
from tickets.selectors.clocks import ClockBook
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import OPEN_PARTS, Place, in_queue_order, queue_slice
from tickets.selectors.versions import Versions, ticket_stamp

SHOWN = 14


@dataclass(frozen=True)
class NextUp:
    """One ticket in the rail."""

    number: int
    url: str
    subject: str
    clock: ClockFace
    opening_id: str


@dataclass(frozen=True)
class Following:
    """The rail as it was at a moment; `openings` are those that its clocks tick through."""

    rows: list[NextUp]
    openings: dict[str, list[tuple[int, int]]]
    at: datetime


def next_up_tickets(*, member: Membership, now: datetime) -> list[Ticket]:
    """Give the first tickets of the queue, in queue order. One query."""
    tickets = queue_slice(Ticket.objects.visible_to(member).open(), now=now, parts=OPEN_PARTS, size=SHOWN)
    return list(tickets.only("number", "subject", "queue_section"))


def next_after(ticket: Ticket, *, member: Membership, now: datetime) -> int | None:
    """Give the number of the ticket that follows in the queue, of the first one behind the last; None without another.

    A done ticket stands behind all of them. Two or three queries.
    """
    tickets = Ticket.objects.visible_to(member).open().exclude(pk=ticket.pk)
    place = Place.of(in_queue_order(Ticket.objects.filter(pk=ticket.pk), now=now).get())
    for after in (place, None):
        for found in queue_slice(tickets, now=now, parts=OPEN_PARTS, after=after, size=1):
            return found.number
    return None


def next_up(*, member: Membership, now: datetime, versions: Versions) -> Following:
    """Give the rail, made once for all who see the same tickets, and kept until one changes. Three queries or none."""
    name = ("next", get_language(), member.tenant.zone, QueueFilter().eyes(member))
    return kept(name, ticket_stamp(versions, now), lambda: _following(member, now))


def _following(member: Membership, now: datetime) -> Following:
    zone = ZoneInfo(member.tenant.zone)
    tickets = next_up_tickets(member=member, now=now)
    book = ClockBook(SlaClock.objects.filter(ticket__in=[ticket.pk for ticket in tickets]), now=now, zone=zone)
    readings = [book.main(ticket.pk) for ticket in tickets]
    none = clock_face("none", now=now, zone=zone)
    rows = [
        NextUp(
            number=ticket.number,
            url=reverse("desk:ticket", args=[ticket.number]),
            subject=ticket.subject,
            clock=reading.face if reading else none,
            opening_id=reading.opening_id if reading else "",
        )
        for ticket, reading in zip(tickets, readings, strict=True)
    ]
    return Following(rows, book.openings(reading for reading in readings if reading), now)
