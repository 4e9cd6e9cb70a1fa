"""The short queue beside a ticket."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from accounts.faces import ClockFace, clock_face
from accounts.models import Membership
from tickets.models import SlaClock, Ticket
from tickets.selectors.clocks import ClockBook, Reading
from tickets.selectors.queue_order import OPEN_PARTS, Place, in_queue_order, queue_slice

SHOWN = 14


@dataclass(frozen=True)
class NextUp:
    """One ticket in the rail."""

    number: int
    url: str
    subject: str
    clock: ClockFace
    opening_id: str
    is_current: bool


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


def next_up(*, member: Membership, now: datetime, beside: str) -> list[NextUp]:
    """Give the rail beside the ticket of this number. Three queries."""
    zone = ZoneInfo(member.tenant.zone)
    tickets = next_up_tickets(member=member, now=now)
    book = ClockBook(SlaClock.objects.filter(ticket__in=[ticket.pk for ticket in tickets]), now=now, zone=zone)
    current = next((ticket.pk for ticket in tickets if str(ticket.number) == beside), 0)
    return next_up_rows(tickets, {t.pk: book.main(t.pk) for t in tickets}, current=current, now=now, zone=zone)


def next_up_rows(
    tickets: list[Ticket], readings: dict[int, Reading | None], *, current: int, now: datetime, zone: ZoneInfo
) -> list[NextUp]:
    """Draw them from clocks already read."""
    none = clock_face("none", now=now, zone=zone)
    return [
        NextUp(
            number=ticket.number,
            url=reverse("desk:ticket", args=[ticket.number]),
            subject=ticket.subject,
            clock=reading.face if reading else none,
            opening_id=reading.opening_id if reading else "",
            is_current=ticket.pk == current,
        )
        for ticket in tickets
        for reading in (readings[ticket.pk],)
    ]
