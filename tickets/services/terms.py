"""A contract was changed: what open tickets are counted with follows it (domain: Severity and the promise)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Membership
from contracts.models import Contract, Customer
from contracts.selectors import terms_for
from sla.models import PolicyVersion
from tickets.clocks import record_terms
from tickets.models import Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record

Kind = TicketEvent.Kind
Held = tuple[Contract | None, PolicyVersion | None]


@transaction.atomic
def recount_terms(*, customer: Customer, actor: Membership | None, now: datetime) -> int:
    """Put the customer's open tickets under the terms of the day they were reported; give how many that changed.

    Their open clocks are counted again from the original report time; what is met or breached stays. A ticket whose
    terms are as they were is left alone. Call it in the transaction that changed the contract.
    """
    tickets = Ticket.objects.filter(customer=customer, status__in=Ticket.OPEN_STATUSES).select_related("product")
    latest = _latest_terms(customer)
    zone = ZoneInfo(customer.tenant.zone)
    known: dict[tuple[int | None, date], Held] = {}
    count = 0
    for ticket in tickets.order_by("pk"):
        key = (ticket.product_id, ticket.opened_at.astimezone(zone).date())
        if key not in known:
            known[key] = terms_for(customer, ticket.product, ticket.opened_at)
        count += _put_under(ticket, known[key], latest.get(ticket.pk, {}), actor=actor, now=now)
    return count


def _latest_terms(customer: Customer) -> dict[int, dict[str, Any]]:
    events = TicketEvent.objects.filter(
        ticket__customer=customer, ticket__status__in=Ticket.OPEN_STATUSES, kind__in=[Kind.FILED, Kind.TERMS]
    )
    return dict(events.order_by("at", "id").values_list("ticket_id", "data"))


def _put_under(ticket: Ticket, held: Held, before: dict[str, Any], *, actor: Membership | None, now: datetime) -> bool:
    contract, version = held
    recorded = record_terms(version, covers_critical=bool(contract and contract.covers_critical))
    fast_track = bool(contract and contract.plan.has_fast_track)
    stands = (ticket.contract_id, ticket.is_fast_track)
    if recorded.items() <= before.items() and stands == (contract.pk if contract else None, fast_track):
        return False
    with changing(ticket, now=now) as current:
        if not current.is_open:  # solved since it was listed
            return False
        current.contract, current.policy_version, current.is_fast_track = contract, version, fast_track
        record(current, Kind.TERMS, actor=actor, now=now, **recorded)
    return True
