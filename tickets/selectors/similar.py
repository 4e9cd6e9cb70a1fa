"""Solved tickets that are like another one."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from accounts import formats
from accounts.models import Membership
from tickets.models import Ticket
from tickets.selectors.search_filters import bounds
from tickets.selectors.search_hits import hits_of

MOST = 5
RANKED = 100
# The longest words of the subject say most; short ones are in every ticket.
MOST_WORDS = 8
SHORTEST = 4
SAME_PRODUCT = 1.5


@dataclass(frozen=True)
class Similar:
    """One solved ticket; `solution` is the Markdown that can be put into an answer."""

    number: int
    url: str
    subject: str
    customer: str
    solved: str
    solution: str


def similar_solved(ticket: Ticket, *, member: Membership, now: datetime) -> list[Similar]:
    """Give solved tickets that share words with the subject, of those the member may see: those about the same product
    first, then the most alike.
    """
    long = {word for word in re.findall(r"\w+", ticket.subject) if len(word) >= SHORTEST}
    words = sorted(long, key=len)[-MOST_WORDS:]
    if not words:
        return []
    asked = {"only_words": True, "open": False, "solution": True, "not": ticket.pk}
    hits = hits_of(" or ".join(words), asked | bounds(member), most=RANKED)
    rank = {hit.ticket: hit.rank for hit in hits}
    rows = Ticket.objects.visible_to(member).filter(pk__in=rank).exclude(solution="").select_related("customer")

    def weight(row: Ticket) -> float:
        return rank[row.pk] * (SAME_PRODUCT if row.product_id and row.product_id == ticket.product_id else 1)

    # The same answer once, from the ticket most like this one.
    best: dict[str, Ticket] = {}
    for row in sorted(rows, key=lambda row: (-weight(row), -row.pk)):
        best.setdefault(row.solution, row)
    zone = ZoneInfo(member.tenant.zone)
    return [
        Similar(
            number=row.number,
            url=reverse("desk:ticket", args=[row.number]),
            subject=row.subject,
            customer=row.customer.name,
            solved=formats.short_date(row.resolved_at or row.last_event_at, now, zone),
            solution=row.solution,
        )
        for row in list(best.values())[:MOST]
    ]
