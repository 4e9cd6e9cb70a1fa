"""The order of the queue, and paging through it by key.

The queue is made of parts that follow each other, and each part stands in the order of one column with an index of its
own: a page reads a page's rows of each part, however long the queue is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.db.models import Case, DecimalField, F, Func, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from tickets.models import Ticket
from tickets.querysets import TicketQuerySet

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT_RISK, REST, DONE = 0, Ticket.Section.RUNNING.value, Ticket.Section.DONE.value
OPEN_PARTS = (
    AT_RISK,
    REST,
    Ticket.Section.PAUSED.value,
    Ticket.Section.NO_CLOCK.value,
    Ticket.Section.NO_CONTRACT.value,
)
ALL_PARTS = (*OPEN_PARTS, DONE)
# The column each part stands in the order of; the others are ordered by age.
COLUMNS = {AT_RISK: "next_due_at", REST: "queue_at", DONE: "done_at"}


class Epoch(Func):
    """Exact seconds since 1970."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = DecimalField(max_digits=20, decimal_places=6)


def in_queue_order(tickets: TicketQuerySet, *, now: datetime) -> TicketQuerySet:
    """Order at a moment (domain: Fast track): what is at risk or breached by deadline, the rest by queue deadline; then
    paused, without running clock, without contract, oldest first; done tickets last, the latest first.
    """
    at_risk = Q(queue_section=REST, next_risk_at__lte=now)
    return tickets.annotate(
        part=Case(When(at_risk, then=Value(AT_RISK)), default=F("queue_section"), output_field=IntegerField()),
        key=Case(
            When(at_risk, then=Epoch("next_due_at")),
            When(queue_section=REST, then=Epoch("queue_at")),
            When(queue_section=DONE, then=-Epoch(Coalesce("resolved_at", "last_event_at"))),
            default=Epoch("opened_at"),
        ),
    ).order_by("part", "key", "pk")


@dataclass(frozen=True)
class Place:
    """A ticket's place in the order; also the page's key in the address."""

    part: int
    key: Decimal
    pk: int

    @classmethod
    def of(cls, ticket: Any) -> Self:
        """Give the place of an ordered ticket."""
        return cls(ticket.part, ticket.key, ticket.pk)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read a key of the address; None where it is not one."""
        try:
            part, key, pk = text.split("_")
            place = cls(int(part), Decimal(key), int(pk))
            is_one = place.part in ALL_PARTS and place.at > EPOCH and 0 <= place.pk < 2**63
        except (ValueError, ArithmeticError, InvalidOperation):
            return None
        return place if is_one else None

    def __str__(self) -> str:
        return f"{self.part}_{self.key:f}_{self.pk}"

    @property
    def at(self) -> datetime:
        """Give the instant behind the key. OverflowError or ValueError where there is none."""
        return EPOCH + timedelta(microseconds=int(abs(self.key) * 1_000_000))


def queue_slice(
    tickets: TicketQuerySet,
    *,
    now: datetime,
    parts: Iterable[int] = ALL_PARTS,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE,
) -> TicketQuerySet:
    """Keep the first `size` tickets of the queue, those behind `after` or the last ones before `before`, in queue order
    (reversed for `before`). `parts` says where the tickets asked for can stand: fewer parts are less to read.
    """
    arms = [_arm(tickets, part, now, after, before)[:size] for part in parts if _reaches(part, after, before)]
    if not arms:
        return tickets.none()
    order = "DESC" if before else "ASC"
    compiled = [arm.query.sql_with_params() for arm in arms]
    union = " UNION ALL ".join(f"({sql})" for sql, _params in compiled)
    ids = RawSQL(  # noqa: S611  # what the ORM compiled; values are parameters
        f"SELECT q.id FROM ({union}) AS q ORDER BY q.part {order}, q.key {order}, q.id {order} LIMIT %s",  # noqa: S608
        [*(value for _sql, params in compiled for value in params), size],
    )
    ordered = in_queue_order(Ticket.objects.filter(pk__in=ids), now=now)
    return ordered.reverse() if before else ordered


def _reaches(part: int, after: Place | None, before: Place | None) -> bool:
    return (after is None or part >= after.part) and (before is None or part <= before.part)


def _arm(tickets: TicketQuerySet, part: int, now: datetime, after: Place | None, before: Place | None) -> Any:
    """Give key and id of one part's tickets, in the order of its index."""
    column = COLUMNS.get(part, "opened_at")
    rows: Any = tickets.filter(queue_section=REST if part == AT_RISK else part)
    if part != DONE:
        rows = rows.open()  # says nothing new, but names the index
    key: Any = Epoch(column)
    if part == AT_RISK:
        rows = rows.filter(next_risk_at__lte=now)
    elif part == REST:
        rows = rows.exclude(next_risk_at__lte=now)  # not as a range: the order has an index, the rest none
    elif part == DONE:
        rows, key = rows.annotate(done_at=Coalesce("resolved_at", "last_event_at")), -Epoch(column)
    if after is not None and after.part == part:
        rows = rows.filter(_beyond(column, after, "lt" if part == DONE else "gt", "gt"))
    if before is not None and before.part == part:
        rows = rows.filter(_beyond(column, before, "gt" if part == DONE else "lt", "lt"))
    first, second = F(column).asc(), F("pk").asc()
    if part == DONE:
        first.reverse_ordering()
    if before is not None:
        first.reverse_ordering()
        second.reverse_ordering()
    return rows.order_by(first, second).values("id", part=Value(part, output_field=IntegerField()), key=key)


def _beyond(column: str, place: Place, way: str, pk_way: str) -> Q:
    """Keep what lies beyond a place, in a form that an index can begin at."""
    strictly = Q(**{f"{column}__{way}": place.at}) | Q(**{column: place.at, f"pk__{pk_way}": place.pk})
    return Q(**{f"{column}__{way}e": place.at}) & strictly


def page_of(
    tickets: TicketQuerySet,
    *,
    now: datetime,
    parts: Iterable[int] = ALL_PARTS,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE,
    dress: Callable[[TicketQuerySet], TicketQuerySet] = lambda rows: rows,
) -> tuple[list[Ticket], Place | None, Place | None]:
    """Give one page of the queue, and the keys of the pages before and after it. One query; `dress` says what else it
    reads of the page's tickets.
    """
    after = None if before else after
    rows = list(dress(queue_slice(tickets, now=now, parts=parts, after=after, before=before, size=size + 1)))
    more, shown = len(rows) > size, rows[:size]
    if before is not None:
        shown.reverse()
        return shown, (Place.of(shown[0]) if more else None), (Place.of(shown[-1]) if shown else None)
    return shown, (Place.of(shown[0]) if after and shown else None), (Place.of(shown[-1]) if more else None)
