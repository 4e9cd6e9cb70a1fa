"""What open tickets fall under: the terms of the day they were reported, read for many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from contracts.models import Contract
from contracts.selectors import Match, MatchBook
from sla.models import PolicyVersion
from sla.selectors import default_policy_version
from tickets.clocks import record_terms
from tickets.clocks.counting import Recorded
from tickets.models import Ticket, TicketEvent

SETTLING = (TicketEvent.Kind.FILED, TicketEvent.Kind.TERMS)


@dataclass(frozen=True)
class Settled:
    """The terms of one ticket; `recorded` is what an event keeps of them."""

    contract: Contract | None
    version: PolicyVersion | None
    recorded: Recorded

    @property
    def is_fast_track(self) -> bool:
        """Say whether its plan stands before others."""
        return bool(self.contract and self.contract.plan_version.has_fast_track)

    def stands_for(self, ticket: Ticket, before: Recorded) -> bool:
        """Say whether the ticket is under these terms already; `before` is what was recorded last."""
        # What was filed before the reason was kept is not counted again for the reason alone.
        known = {"matched_by": self.recorded.get("matched_by", "")} | before
        stands = (ticket.contract_id, ticket.is_fast_track)
        same = stands == (self.contract.pk if self.contract else None, self.is_fast_track)
        return same and self.recorded.items() <= known.items()


class TermsBook:
    """Settles a batch of tickets from `with_parties`. Reads 1 query, and 2 for each policy version and channel in use.

    A ticket whose policy stays keeps the version it is under, unless a newer one is `applied` (by policy).
    """

    def __init__(self, tickets: Collection[Ticket], *, applied: dict[int, PolicyVersion] | None = None) -> None:
        self._matches = MatchBook({ticket.customer_id for ticket in tickets})
        self._applied = applied or {}
        self._recorded: dict[tuple[int, str, bool, str, bool | None], Recorded] = {}

    def settled(self, ticket: Ticket) -> Settled:
        """Give the terms that hold for the ticket."""
        found = self._matches.match(ticket.customer, ticket.product, ticket.opened_at, ticket.contact_id)
        version = self._version(ticket, found)
        covers = bool(found.contract and found.contract.covers_critical)
        if version is None:
            return Settled(found.contract, None, record_terms(None, channel=ticket.channel, covers_critical=covers))
        contact_only = found.version is None if ticket.is_proactive else None
        key = (version.pk, ticket.channel, covers, found.matched_by, contact_only)
        if key not in self._recorded:
            self._recorded[key] = record_terms(
                version,
                channel=ticket.channel,
                covers_critical=covers,
                matched_by=found.matched_by,
                contact_only=contact_only,
            )
        return Settled(found.contract, version, self._recorded[key])

    def _version(self, ticket: Ticket, found: Match) -> PolicyVersion | None:
        kept, version = ticket.policy_version, found.version
        if version is None and ticket.is_proactive:
            version = default_policy_version()
        if kept is None or version is None or kept.policy_id != version.policy_id:
            return version
        applied = self._applied.get(kept.policy_id, kept)
        return applied if applied.number > kept.number else kept


def with_parties(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Load with each ticket whoever may name its policy, and the version it is under."""
    parties = ("product__policy", "customer__policy", "customer__tenant", "policy_version__calendar")
    return tickets.select_related(*parties)


def latest_terms(ticket: Ticket) -> dict[str, Any]:
    """Give what was recorded of a ticket's terms last; its events are loaded in order (at, id)."""
    settling = [event.data for event in ticket.events.all() if event.kind in SETTLING]
    return settling[-1] if settling else {}
