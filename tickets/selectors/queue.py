"""The queue as a page: rows with their clocks, today as a ruler, views with counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts import formats
from accounts.faces import ClockFace, clock_face
from accounts.models import Membership
from tickets.models import Message, ReadMark, SlaClock, Ticket
from tickets.querysets import TicketQuerySet
from tickets.selectors.clocks import ClockBook, Reading
from tickets.selectors.queue_columns import Column
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import Place, page_of
from tickets.selectors.queue_unread import Heard, heard

# What a row shows: the other columns of fifty tickets and their people would be half the work of the page.
FIELDS = (
    "number", "subject", "status", "severity", "is_fast_track", "channel", "kind", "queue_section", "opened_at",
    "last_event_at", "customer__name", "assignee__user__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line as everybody at the desk sees it, every text ready. `group` is a heading that stands above it, `heard`
    what makes it unread (queue_unread.py), `kind` empty for a customer's question.
    """

    heard: Heard
    number: int
    url: str
    subject: str
    customer: str
    assignee: str
    severity: str
    severity_word: str
    is_fast_track: bool
    kind: str
    clock: ClockFace
    opening_id: str
    facts: dict[str, str]
    group: str


@dataclass(frozen=True)
class QueuePage:
    """`openings` are those to come, by the name that rows give; `after` and `before` are keys for the address. Until
    the instant `until` no row becomes at risk or breached; `seen` is how far the reader has read, by ticket.
    """

    rows: list[QueueRow]
    seen: dict[int, datetime | None]
    until: datetime | None
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
        dress=lambda rows: _with_heard(rows, member).select_related(*related).only(*FIELDS, *named),
    )
    zone = ZoneInfo(member.tenant.zone)
    facts = [column.name for column in columns if column.name in _FACTS]
    book = ClockBook(SlaClock.objects.filter(ticket__in=[t.pk for t in shown]), now=now, zone=zone)
    readings = {ticket.pk: book.main(ticket.pk) for ticket in shown}
    return QueuePage(
        rows=list(_rows(shown, readings, facts, now, zone)),
        seen={ticket.pk: getattr(ticket, "seen_at", None) for ticket in shown},
        until=_until(readings.values(), now),
        openings=book.openings(reading for reading in readings.values() if reading),
        before=previous,
        after=following,
    )


def with_unread(tickets: TicketQuerySet, member: Membership) -> TicketQuerySet:
    """Add `seen_at`, how far the member has read (None: never opened), and `unread`, the messages of others since."""
    others = Message.objects.filter(ticket=OuterRef("pk"), at__gt=OuterRef("seen_at")).exclude(author=member)
    counted = others.order_by().values("ticket").annotate(n=Count("pk")).values("n")
    marked = tickets.annotate(seen_at=_seen(member))
    return marked.annotate(unread=Subquery(counted, output_field=IntegerField()))


def _seen(member: Membership) -> Subquery:
    return Subquery(ReadMark.objects.filter(ticket=OuterRef("pk"), membership=member).values("seen_at"))


def _with_heard(tickets: TicketQuerySet, member: Membership) -> TicketQuerySet:
    """Add `seen_at`, and `said`: when each message came, and from which member."""
    messages = Message.objects.filter(ticket=OuterRef("pk")).order_by()
    said = ArraySubquery(messages.values(said=JSONObject(at="at", by="author_id")))
    return tickets.annotate(seen_at=_seen(member), said=said)


def _until(readings: Iterable[Reading | None], now: datetime) -> datetime | None:
    live = [reading.row for reading in readings if reading and reading.face.is_live]
    ahead = [at for row in live for at in (row.risk_at, row.due_at) if at > now]
    return min(ahead, default=None)


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
            heard=heard(ticket),
            number=ticket.number,
            url=address.format(ticket.number),
            subject=ticket.subject,
            customer=ticket.customer.name,
            assignee=ticket.assignee.user.first_name if ticket.assignee else "",
            severity=ticket.severity,
            severity_word=ticket.get_severity_display(),
            is_fast_track=ticket.is_fast_track,
            kind="" if ticket.kind == Ticket.Kind.QUESTION else ticket.get_kind_display(),
            clock=reading.face if reading else none,
            opening_id=reading.opening_id if reading else "",
            facts={name: _FACTS[name](ticket, now, zone) for name in facts},
            group=str(Ticket.Section(section).label) if starts_group else "",
        )
