"""Searching in a customer's own tickets, through the search function (row-level security turns GIN indexes off)."""

import re

from django.db import connection

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import Ticket

MOST_SIMILAR = 4
MOST_FOUND = 500
SHORTEST_WORD = 3
MOST_WORDS = 12


def found_ids(contact: Contact, words: str, *, most: int = MOST_FOUND) -> list[int]:
    """Give the ids of the customer's tickets that match a web search, the best first. Not all may be seen: filter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ticket_id FROM search_customer_tickets(%s, %s, %s, %s)",
            [words, contact.customer.tenant.language, contact.customer_id, most],
        )
        return [row[0] for row in cursor.fetchall()]


def similar_solved(member: Membership, contact: Contact, subject: str) -> list[Ticket]:
    """Give solved tickets that share words with the subject, the most alike first, of those the member may see."""
    words = [word for word in re.findall(r"\w+", subject) if len(word) >= SHORTEST_WORD][:MOST_WORDS]
    if not words:
        return []
    ids = found_ids(contact, " or ".join(words), most=50)
    tickets = Ticket.objects.filter(pk__in=ids, status__in=[Ticket.Status.RESOLVED, Ticket.Status.CLOSED])
    by_id = {ticket.pk: ticket for ticket in tickets.visible_to(member).exclude(solution="")}
    return [by_id[pk] for pk in ids if pk in by_id][:MOST_SIMILAR]
