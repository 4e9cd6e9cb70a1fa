"""The contracts in force on the days of many tickets, with few questions to the database."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.models import Contract, ContractContact, ContractProduct, Product
from contracts.selectors import match_terms
from sla.models import PolicyChannel
from tickets.clocks import record_terms
from tickets.models import Ticket


class TermsBook:
    """Asks `match_terms` once for each customer and stretch of days between which no contract of theirs begins or ends,
    and once for each product where their contracts name products, or products a policy, for each contact where they
    name contacts, and for each channel that a policy names.
    Make one per batch: contracts may change.
    """

    def __init__(self) -> None:
        edges: defaultdict[int, set[date]] = defaultdict(set)
        for customer_id, starts_on, ends_on in Contract.objects.values_list("customer_id", "starts_on", "ends_on"):
            edges[customer_id] |= {starts_on, *([ends_on + timedelta(days=1)] if ends_on else [])}
        self._edges = {customer_id: sorted(days) for customer_id, days in edges.items()}
        self._by_contact = set(ContractContact.objects.values_list("contract__customer_id", flat=True))
        self._by_product = set(ContractProduct.objects.values_list("contract__customer_id", flat=True))
        self._products = set(Product.objects.exclude(policy=None).values_list("pk", flat=True))
        self._channels = set(PolicyChannel.objects.values_list("channel", flat=True))
        self._known: dict[tuple[int, int | None, int | None, int, str], tuple[Contract | None, dict[str, Any]]] = {}

    def set_terms(self, ticket: Ticket) -> dict[str, Any]:
        """Put the ticket under the contract of the day it was opened; give what its first event keeps of it."""
        customer = ticket.customer
        day = ticket.opened_at.astimezone(ZoneInfo(customer.tenant.zone)).date()
        stretch = bisect_right(self._edges.get(customer.pk, []), day)
        matters = customer.pk in self._by_product or ticket.product_id in self._products
        channel = ticket.channel if ticket.channel in self._channels else ""
        contact = ticket.contact if customer.pk in self._by_contact else None
        key = (customer.pk, ticket.product_id if matters else None, contact.pk if contact else None, stretch, channel)
        if key not in self._known:
            contract, version, matched_by = match_terms(customer, ticket.product, ticket.opened_at, contact)
            covers = bool(contract and contract.covers_critical)
            recorded = record_terms(version, channel=channel, covers_critical=covers, matched_by=matched_by)
            self._known[key] = contract, recorded
        contract, recorded = self._known[key]
        ticket.contract, ticket.policy_version_id = contract, recorded["policy_version"]
        ticket.is_fast_track = bool(contract and contract.plan_version.has_fast_track)
        return dict(recorded)
