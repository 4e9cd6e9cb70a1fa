"""Which tickets, clocks and answers are asked for as a file: what the member may see, in a period, with the queue's
filters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from accounts.models import Membership
from accounts.tables.names import named
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.selectors.queue_fields import FIELDS
from tickets.selectors.queue_filters import QueueFilter

# Rows fetched at once by the server-side cursor.
AT_ONCE = 2000


@dataclass(frozen=True)
class Scope:
    """From `since` to before `until` (None: without bound). `filter` are the values of the queue's filters; with
    `is_view` its view counts, too, and otherwise tickets count whatever their status. `found` are the keys of what a
    search found, which counts alone then.
    """

    member: Membership
    filter: QueueFilter
    is_view: bool
    since: datetime | None
    until: datetime | None
    now: datetime
    zone: tzinfo
    found: list[int] | None = None

    def tickets(self) -> TicketQuerySet:
        """Give the tickets, the period aside."""
        seen: TicketQuerySet = Ticket.objects.visible_to(self.member)
        if self.found is not None:
            return seen.filter(pk__in=self.found)
        if self.is_view:
            return self.filter.apply(seen, member=self.member, now=self.now)
        for field in FIELDS:
            if field.name in self.filter.values:
                value = self.filter.values[field.name]
                seen = seen.filter(field.condition(value, member=self.member, now=self.now))
        return seen

    @property
    def first_day(self) -> date | None:
        """Give the first day of the period, by the zone's calendar; None without bound."""
        return self.since.astimezone(self.zone).date() if self.since else None

    @property
    def last_day(self) -> date | None:
        """Give the last day of the period, by the zone's calendar; None without bound."""
        return (self.until.astimezone(self.zone) - timedelta(days=1)).date() if self.until else None

    def period(self, name: str) -> dict[str, datetime]:
        """Give the period as conditions on the instant `name`."""
        bounds = {f"{name}__gte": self.since, f"{name}__lt": self.until}
        return {key: bound for key, bound in bounds.items() if bound is not None}


def words_of(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Give a model's choices in the active language, by value."""
    return {str(value): str(label) for value, label in choices}


def file_name(name: str, scope: Scope) -> str:
    """Give the name with the days of the period, both included, else with today."""
    return named(name, scope.first_day or "", scope.last_day or scope.now.astimezone(scope.zone).date())
