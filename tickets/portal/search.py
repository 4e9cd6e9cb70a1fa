"""Solved tickets that are like the question being typed."""

import re

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import Ticket
from tickets.selectors.portal_search import portal_hits

MOST_SIMILAR = 4
RANKED = 50
SHORTEST_WORD = 3
MOST_WORDS = 12


def similar_solved(member: Membership, contact: Contact, subject: str) -> list[Ticket]:
    """Give solved tickets that share words with the subject, the most alike first, of those the member may see."""
    words = [word for word in re.findall(r"\w+", subject) if len(word) >= SHORTEST_WORD][:MOST_WORDS]
    if not words:
        return []
    asked = {"only_words": True, "open": False, "solution": True}
    ids = [hit.ticket for hit in portal_hits(contact.pk, " or ".join(words), most=RANKED, **asked)]
    by_id = {ticket.pk: ticket for ticket in Ticket.objects.filter(pk__in=ids).visible_to(member)}
    return [by_id[pk] for pk in ids if pk in by_id][:MOST_SIMILAR]
