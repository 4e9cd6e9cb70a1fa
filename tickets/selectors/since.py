"""What has come on a ticket since somebody opened its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Membership
from tickets.models import Message, Ticket
from tickets.selectors.trail import Entry, trail

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class News:
    """`entries` came after what the page shows; `messages` by others came since its reader's form was `seen`.

    `latest` is the instant of the last one, in microseconds since 1970; `first` names the first of the messages.
    """

    entries: Sequence[Entry]
    messages: int
    first: int | None
    latest: str


def since(ticket: Ticket, *, member: Membership, after: datetime, seen: datetime, now: datetime) -> News:
    """Give what a page must add. The queries of the trail, and one."""
    zone = ZoneInfo(member.tenant.zone)
    whole = trail(ticket, now=now, zone=zone, clocks=(), reader=member.pk, seen_at=None)
    entries = [entry for entry in whole.entries if entry.at > after]
    written = new_messages(ticket, member=member, seen=seen)
    latest = max((entry.at for entry in entries), default=after)
    micros = (latest - _EPOCH) // timedelta(microseconds=1)
    return News(entries, len(written), written[0] if written else None, str(micros))


def new_messages(ticket: Ticket, *, member: Membership, seen: datetime) -> list[int]:
    """Give the keys of what others have written since, the oldest first. One query."""
    others = Message.objects.filter(ticket=ticket, at__gt=seen).order_by("at", "pk")
    return [pk for pk, author in others.values_list("pk", "author_id") if author != member.pk]
