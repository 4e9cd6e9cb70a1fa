"""The order of the queue, and paging through it by key."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.db.models import Case, DecimalField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from tickets.models import Ticket
from tickets.querysets import TicketQuerySet

PAGE = 50
# More seconds than any instant has; what is far larger is no number to the database.
FARTHEST = 10**12
AT_RISK, REST, DONE = 0, Ticket.Section.RUNNING.value, Ticket.Section.DONE.value


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
        except (ValueError, InvalidOperation):
            return None
        is_one = place.key.is_finite() and abs(place.key) < FARTHEST and 0 <= place.pk < 2**63 and 0 <= place.part < 99
        return place if is_one else None

    def __str__(self) -> str:
        return f"{self.part}_{self.key:f}_{self.pk}"

    def after(self) -> Q:
        """Keep what stands after it."""
        return Q(part__gt=self.part) | Q(part=self.part, key__gt=self.key) | self._same(pk__gt=self.pk)

    def before(self) -> Q:
        """Keep what stands before it."""
        return Q(part__lt=self.part) | Q(part=self.part, key__lt=self.key) | self._same(pk__lt=self.pk)

    def _same(self, **pk: int) -> Q:
        return Q(part=self.part, key=self.key, **pk)


def page_of(
    tickets: TicketQuerySet, *, after: Place | None, before: Place | None, size: int = PAGE
) -> tuple[list[Ticket], Place | None, Place | None]:
    """Give one page of ordered tickets, and the keys of the pages before and after it. One query."""
    if before is not None:
        rows = list(tickets.filter(before.before()).reverse()[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return rows, (Place.of(rows[0]) if more and rows else None), (Place.of(rows[-1]) if rows else None)
    if after is not None:
        tickets = tickets.filter(after.after())
    rows = list(tickets[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return rows, (Place.of(rows[0]) if after and rows else None), (Place.of(rows[-1]) if more else None)
