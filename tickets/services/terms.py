"""A contract or policy was changed: what open tickets are counted with follows it (domain: Severity, the promise)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from accounts.models import Membership
from contracts.models import Customer
from sla.models import PolicyVersion
from tickets.models import Ticket, TicketEvent
from tickets.selectors.terms import SETTLING, Settled, TermsBook, latest_terms, with_parties
from tickets.services.changing import changing
from tickets.services.events import record


def recount_terms(*, customer: Customer, actor: Membership | None, now: datetime) -> int:
    """Recount a customer's open tickets: `recount_tickets`. Call it in the transaction that changed the contract."""
    return recount_tickets(Ticket.objects.filter(customer=customer), actor=actor, now=now)


@transaction.atomic
def recount_tickets(tickets: QuerySet[Ticket], *, actor: Membership | None, now: datetime) -> int:
    """Put the open ones of these tickets under the terms of the day they were reported; give how many that changed.

    Their open clocks are counted again from the original report time; what is met or breached stays. A ticket whose
    terms are as they were is left alone. One whose policy stays keeps the version it is under.
    """
    still_open = with_parties(tickets.filter(status__in=Ticket.OPEN_STATUSES)).order_by("pk")
    return follow_terms(list(still_open), actor=actor, now=now)[1]


def follow_terms(
    tickets: Sequence[Ticket],
    *,
    actor: Membership | None,
    now: datetime,
    applied: dict[int, PolicyVersion] | None = None,
    most: int | None = None,
) -> tuple[int, int]:
    """Put tickets from `with_parties` under the terms that hold for them, until `most` have changed.

    Gives how many were looked at and how many changed. `applied`: see TermsBook. The caller holds the transaction.
    """
    settling = TicketEvent.objects.filter(kind__in=SETTLING).only("ticket_id", "at", "kind", "data")
    prefetch_related_objects(tickets, Prefetch("events", queryset=settling.order_by("at", "id")))
    book = TermsBook(tickets, applied=applied)
    looked = changed = 0
    for ticket in tickets:
        settled = book.settled(ticket)
        if not settled.stands_for(ticket, latest_terms(ticket)):
            changed += _put_under(ticket, settled, actor=actor, now=now)
        looked += 1
        if changed == most:
            break
    return looked, changed


def _put_under(ticket: Ticket, settled: Settled, *, actor: Membership | None, now: datetime) -> bool:
    with changing(ticket, now=now) as current:
        if not current.is_open:  # solved since it was listed
            return False
        current.contract, current.policy_version = settled.contract, settled.version
        current.is_fast_track = settled.is_fast_track
        record(current, TicketEvent.Kind.TERMS, actor=actor, now=now, **settled.recorded)
    return True
