"""A ticket at a glance, beside the queue."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.faces import ClockFace, clock_face
from accounts.models import Membership
from tickets.models import Ticket
from tickets.selectors.clocks import ClockBook
from tickets.selectors.trail import MessageItem, last_messages

MOST = 4


@dataclass(frozen=True)
class Glance:
    """What templates/desk/_glance.html draws; it ticks through the openings that the queue's rows have on the page."""

    ticket: Ticket
    clock: ClockFace
    opening_id: str
    messages: list[MessageItem]


def glance(ticket: Ticket, *, member: Membership, now: datetime) -> Glance:
    """Give a ticket from `find_ticket` with its main clock and newest messages. Six queries at most."""
    zone = ZoneInfo(member.tenant.zone)
    main = ClockBook.of(ticket, now=now, zone=zone).main(ticket.pk)
    face, opening = (main.face, main.opening_id) if main else (clock_face("none", now=now, zone=zone), "")
    return Glance(ticket, face, opening, last_messages(ticket, most=MOST, now=now, zone=zone))
