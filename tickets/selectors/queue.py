"""The queue as a page: rows with their clocks, today as a ruler, views with counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from accounts.faces import ClockFace, clock_face
from accounts.models import Membership
from tickets.models import Message, ReadMark, SlaClock, Ticket
from tickets.querysets import TicketQuerySet
from tickets.selectors.clocks import ClockBook, Reading
from tickets.selectors.queue_columns import Column
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import Place, page_of

# What a row shows: the other columns of fifty tickets and their people would be half the work of the page.
FIELDS = (
    "number", "subject", "status", "severity", "is_fast_track", "channel", "queue_section", "opened_at",
    "last_event_at", "customer__name", "assignee__user__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line, every text ready. `group` is a heading that stands above it."""

    number: int
    url: str
    subject: str
    customer: str
    assignee: str
    severity: str
    severity_word: str
    is_fast_track: bool
    clock: ClockFace
    opening_id: str
    new: str
    facts: dict[str, str]
    group: str


@dataclass(frozen=True)
class QueuePage:
    """`openings` are those to come, by the name that rows give; `after` and `before` are keys for the address."""

    rows: list[QueueRow]
    openings: dict[str, list[tuple[int, int]]]
    before: Place | None
    after: Place | None


def queue_page(
    asked: QueueFilter,
    *,
    member: Membership,
    now: datetime,
    columns: Sequence[Column],
    after: Place | None = None,
    before: Place | None = None,
) -> QueuePage:
    """Give one page of the queue in queue order. Two queries, whatever the rows: tickets and clocks; sometimes one more
    for calendars (sla.calendars.calendars_of).
    """
    related = ["customer", "assignee__user", *(column.needs for column in columns if column.needs)]
    named = [f"{column.needs}__name" for column in columns if column.needs]
    tickets = asked.apply(Ticket.objects.visible_to(member), member=member, now=now)
    shown, previous, following = page_of(
        tickets,
        now=now,
        parts=asked.parts,
        after=after,
        before=before,
        dress=lambda rows: with_unread(rows, member).select_related(*related).only(*FIELDS, *named),
    )
    zone = ZoneInfo(member.tenant.zone)
    facts = [column.name for column in columns if column.name in _FACTS]
    book = ClockBook(SlaClock.objects.filter(ticket__in=[t.pk for t in shown]), now=now, zone=zone)
    readings = {ticket.pk: book.main(ticket.pk) for ticket in shown}
    return QueuePage(
        rows=list(_rows(shown, readings, facts, now, zone)),
        openings=book.openings(reading for reading in readings.values() if reading),
        before=previous,
        after=following,
    )


def with_unread(tickets: TicketQuerySet, member: Membership) -> TicketQuerySet:
    """Add `seen_at`, how far the member has read (None: never opened), and `unread`, the messages of others since."""
    seen = ReadMark.objects.filter(ticket=OuterRef("pk"), membership=member).values("seen_at")
    others = Message.objects.filter(ticket=OuterRef("pk"), at__gt=OuterRef("seen_at")).exclude(author=member)
    counted = others.order_by().values("ticket").annotate(n=Count("pk")).values("n")
    return tickets.annotate(seen_at=Subquery(seen)).annotate(unread=Subquery(counted, output_field=IntegerField()))


def _plan(ticket: Any, now: datetime, zone: ZoneInfo) -> str:
    return ticket.contract.plan.name if ticket.contract else ""


_FACTS: dict[str, Callable[[Any, datetime, ZoneInfo], str]] = {
    "status": lambda ticket, now, zone: ticket.get_status_display(),
    "team": lambda ticket, now, zone: ticket.team.name if ticket.team else "",
    "product": lambda ticket, now, zone: ticket.product.name if ticket.product else "",
    "plan": _plan,
    "channel": lambda ticket, now, zone: ticket.get_channel_display(),
    "opened": lambda ticket, now, zone: formats.near_time(ticket.opened_at, now, zone),
    "changed": lambda ticket, now, zone: formats.near_time(ticket.last_event_at, now, zone),
}


def _rows(
    tickets: list[Any], readings: dict[int, Reading | None], facts: list[str], now: datetime, zone: ZoneInfo
) -> Iterator[QueueRow]:
    none = clock_face("none", now=now, zone=zone)
    section = None
    address = reverse("desk:ticket", args=[0]).replace("/0/", "/{}/")
    for ticket in tickets:
        reading = readings[ticket.pk]
        starts_group = ticket.queue_section > Ticket.Section.RUNNING and ticket.queue_section != section
        if section is None and ticket.queue_section == Ticket.Section.DONE:
            starts_group = False  # a list of nothing but done tickets says so in its name
        section = ticket.queue_section
        yield QueueRow(
            number=ticket.number,
            url=address.format(ticket.number),
            subject=ticket.subject,
            customer=ticket.customer.name,
            assignee=ticket.assignee.user.first_name if ticket.assignee else "",
            severity=ticket.severity,
            severity_word=ticket.get_severity_display(),
            is_fast_track=ticket.is_fast_track,
            clock=reading.face if reading else none,
            opening_id=reading.opening_id if reading else "",
            new=_new(ticket),
            facts={name: _FACTS[name](ticket, now, zone) for name in facts},
            group=str(Ticket.Section(section).label) if starts_group else "",
        )


def _new(ticket: Any) -> str:
    if ticket.seen_at is None:
        return _("new") if ticket.status == Ticket.Status.NEW else ""
    if not ticket.unread:
        return ""
    return ngettext("%(count)d new", "%(count)d new", ticket.unread) % {"count": ticket.unread}
