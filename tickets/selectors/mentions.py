"""Notes that name a member."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from tickets.models import Mention, Ticket

SHOWN = 20


@dataclass(frozen=True)
class MentionRow:
    """One note, every text ready."""

    number: int
    url: str
    subject: str
    author: str
    text: str
    time: str
    is_unread: bool


def my_mentions(member: Membership, *, now: datetime) -> list[MentionRow]:
    """Give the latest notes that name the member on tickets they may see, the unread first. One query."""
    zone = ZoneInfo(member.tenant.zone)
    mentions = (
        Mention.objects.filter(membership=member, ticket__in=Ticket.objects.all().visible_to(member).values("pk"))
        .select_related("ticket", "message__author__user")
        .order_by(F("read_at").desc(nulls_first=True), "-pk")[:SHOWN]
    )
    return [
        MentionRow(
            number=mention.ticket.number,
            url=f"{reverse('desk:ticket', args=[mention.ticket.number])}#m{mention.message_id}",
            subject=mention.ticket.subject,
            author=mention.message.author_name or _("The system"),
            text=Truncator(" ".join(mention.message.text.split())).chars(160),
            time=formats.near_time(mention.at, now, zone),
            is_unread=mention.read_at is None,
        )
        for mention in mentions
    ]
