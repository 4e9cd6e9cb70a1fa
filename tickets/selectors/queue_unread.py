"""What is unread in the queue: the one thing in a row that each reader sees differently."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from tickets.models import ReadMark, Ticket


class Heard(NamedTuple):
    """A ticket's messages, each with its author's membership (None: nobody's); `is_new`: nobody has begun."""

    ticket: int
    is_new: bool
    said: list[tuple[datetime, int | None]]


def heard(ticket: Any) -> Heard:
    """Read it from a row of the queue (`said`: queue.py)."""
    said = [(datetime.fromisoformat(one["at"]), one["by"]) for one in ticket.said]
    return Heard(ticket.pk, ticket.status == Ticket.Status.NEW, said)


def seen_by(member: Membership, tickets: Iterable[int]) -> dict[int, datetime | None]:
    """Give how far the member has read each ticket; those never opened are left out. One query."""
    marks: Any = ReadMark.objects.filter(membership=member, ticket__in=list(tickets))
    return dict(marks.values_list("ticket", "seen_at"))


def new_words(row: Heard, seen_at: datetime | None, member: int) -> str:
    """Say what is new to a member: a ticket nobody has begun, or how many messages of others since they looked."""
    if seen_at is None:
        return _("new") if row.is_new else ""
    count = sum(at > seen_at and by != member for at, by in row.said)
    return ngettext("%(count)d new", "%(count)d new", count) % {"count": count} if count else ""
