"""A ticket that is spam is put away, and its sender's further mail is left if the agent says so."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from contracts.domains import domain_of
from inbox.models import UnwantedSender
from inbox.services.unwanted import add_unwanted, kept_pattern, pattern_problem
from tickets.models import Ticket
from tickets.services.spam import mark_spam, unmark_spam


def patterns_of(ticket: Ticket) -> list[str]:
    """Give what of its sender can be left from now on: the address, and everybody at its domain."""
    address = ticket.contact.email if ticket.contact else ""
    domain = domain_of(address)
    found = [kept_pattern(address), f"@{domain}"] if domain else []
    return [pattern for pattern in found if not pattern_problem(pattern)]


@transaction.atomic
def put_away(*, ticket: Ticket, actor: Membership, leave: str, now: datetime) -> Ticket:
    """Mark it as spam, and leave the mail of `leave`, one of `patterns_of`; empty: of nobody.

    ValidationError as the two have it; nothing is written then.
    """
    current = mark_spam(ticket=ticket, actor=actor, now=now)
    if leave:
        add_unwanted(text=leave, actor=actor, now=now, ticket=current)
    return current


@transaction.atomic
def bring_back(*, ticket: Ticket, actor: Membership, now: datetime) -> Ticket:
    """Say that it is no spam: what was put on the list by it is taken off."""
    current = unmark_spam(ticket=ticket, actor=actor, now=now)
    UnwantedSender.objects.filter(ticket=current).delete()
    return current
