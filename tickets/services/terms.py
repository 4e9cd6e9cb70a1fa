"""A contract or policy was changed: what open tickets are counted with follows it (domain: Severity, the promise)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership
from contracts.models import Customer
from contracts.selectors import Match, match_terms
from tickets.clocks import record_terms
from tickets.models import Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record

Kind = TicketEvent.Kind


def recount_terms(*, customer: Customer, actor: Membership | None, now: datetime) -> int:
    """Recount a customer's open tickets: `recount_tickets`. Call it in the transaction that changed the contract."""
    return recount_tickets(Ticket.objects.filter(customer=customer), actor=actor, now=now)


@transaction.atomic
def recount_tickets(tickets: QuerySet[Ticket], *, actor: Membership | None, now: datetime, newest: bool = False) -> int:
    """Put the open ones of these tickets under the terms of the day they were reported; give how many that changed.

    Their open clocks are counted again from the original report time; what is met or breached stays. A ticket whose
    terms are as they were is left alone. One whose policy stays keeps the version it is under, unless `newest`.
    """
    still_open = tickets.filter(status__in=Ticket.OPEN_STATUSES)
    rows = still_open.select_related("product__policy", "customer__policy", "customer__tenant", "policy_version")
    latest = _latest_terms(still_open)
    known: dict[tuple[int, int | None, date], Match] = {}
    count = 0
    for ticket in rows.defer("search").order_by("pk"):
        day = ticket.opened_at.astimezone(ZoneInfo(ticket.customer.tenant.zone)).date()
        key = (ticket.customer_id, ticket.product_id, day)
        if key not in known:
            known[key] = match_terms(ticket.customer, ticket.product, ticket.opened_at)
        found = known[key] if newest else _version_kept(ticket, known[key])
        count += _put_under(ticket, found, latest.get(ticket.pk, {}), actor=actor, now=now)
    return count


def _latest_terms(tickets: QuerySet[Ticket]) -> dict[int, dict[str, Any]]:
    events = TicketEvent.objects.filter(ticket__in=tickets.order_by().values("pk"), kind__in=[Kind.FILED, Kind.TERMS])
    return dict(events.order_by("at", "id").values_list("ticket_id", "data"))


def _version_kept(ticket: Ticket, found: Match) -> Match:
    kept = ticket.policy_version
    is_same = kept is not None and found.version is not None and kept.policy_id == found.version.policy_id
    return found._replace(version=kept) if is_same else found


def _put_under(
    ticket: Ticket, found: Match, before: dict[str, Any], *, actor: Membership | None, now: datetime
) -> bool:
    contract, version, matched_by = found
    covers = bool(contract and contract.covers_critical)
    recorded = record_terms(version, covers_critical=covers, matched_by=matched_by)
    fast_track = bool(contract and contract.plan.has_fast_track)
    stands = (ticket.contract_id, ticket.is_fast_track)
    # What was filed before the reason was kept is not counted again for the reason alone.
    known = {"matched_by": matched_by} | before
    if recorded.items() <= known.items() and stands == (contract.pk if contract else None, fast_track):
        return False
    with changing(ticket, now=now) as current:
        if not current.is_open:  # solved since it was listed
            return False
        current.contract, current.policy_version, current.is_fast_track = contract, version, fast_track
        record(current, Kind.TERMS, actor=actor, now=now, **recorded)
    return True
