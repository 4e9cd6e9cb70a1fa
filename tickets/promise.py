"""What a ticket filed now would be promised, before it is filed."""

from dataclasses import dataclass
from datetime import datetime

from contracts.models import Contact, Contract, Customer, Product
from contracts.selectors import terms_for
from sla.calendars import version_for
from sla.engine import BusinessCalendar, Ledger, StripDay
from sla.models import Metric
from tickets.clocks.clock import ClockState, Counting, Happening, cut
from tickets.clocks.counting import counting_of
from tickets.clocks.replay import Kind, replay


@dataclass(frozen=True)
class Promise:
    """The start clock that filing now would begin; `clock` is None where nothing is promised."""

    contract: Contract | None
    clock: ClockState | None
    filed_at: datetime

    @property
    def due_at(self) -> datetime | None:
        """Give the instant by which work starts."""
        return self.clock.due_at if self.clock else None

    @property
    def calendar(self) -> BusinessCalendar | None:
        """Give the calendar it is counted on."""
        return self.clock.calendar if self.clock else None

    @property
    def is_fast_track(self) -> bool:
        """Say whether the ticket stands before others."""
        return bool(self.contract and self.contract.plan_version.has_fast_track)

    def ledger(self) -> Ledger | None:
        """Give why: every interval from now to the deadline."""
        return self.clock.calendar.explain(self.filed_at, self.clock.due_at) if self.clock else None

    def strip(self) -> list[StripDay]:
        """Give the days from now to the deadline as pictures."""
        return self.clock.calendar.strip(self.filed_at, self.filed_at, due=self.clock.due_at) if self.clock else []


@dataclass(frozen=True)
class Offer:
    """The terms that a ticket filed at `at` falls under; `counting` is None where nothing is promised."""

    contract: Contract | None
    counting: Counting | None
    at: datetime

    def promise(self, severity: str) -> Promise:
        """Give what this severity is promised, counted by the same code as a filed ticket's clock."""
        filed = Happening(at=self.at, kind=Kind.FILED, severity=severity, counting=self.counting)
        start = next((clock for clock in replay([filed]) if clock.metric == Metric.START), None)
        return Promise(contract=self.contract, clock=start, filed_at=cut(self.at))


def offer_for(
    *, customer: Customer, product: Product | None, channel: str, now: datetime, contact: Contact | None = None
) -> Offer:
    """Give the terms of filing now by this channel, for any severity. Reads 3 queries."""
    contract, version = terms_for(customer, product, now, contact)
    if version is None:
        return Offer(contract, None, now)
    covers = bool(contract and contract.covers_critical)
    return Offer(contract, counting_of(version, version_for(version, channel), covers_critical=covers), now)


def promise_for(
    *,
    customer: Customer,
    product: Product | None,
    severity: str,
    channel: str,
    now: datetime,
    contact: Contact | None = None,
) -> Promise:
    """Give what filing now by this channel would promise."""
    return offer_for(customer=customer, product=product, channel=channel, now=now, contact=contact).promise(severity)
