"""What a ticket filed now would be promised, before it is filed."""

from dataclasses import dataclass
from datetime import datetime

from contracts.models import Contract, Customer, Product
from sla.engine import BusinessCalendar, Ledger, StripDay
from sla.models import Metric
from tickets.services.clocks import CountingBook, record_terms
from tickets.services.clocks.replay import ClockState, Happening, Kind, cut, replay
from tickets.services.filing import terms_for


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
        return bool(self.contract and self.contract.plan.has_fast_track)

    def ledger(self) -> Ledger | None:
        """Give why: every interval from now to the deadline."""
        return self.clock.calendar.explain(self.filed_at, self.clock.due_at) if self.clock else None

    def strip(self) -> list[StripDay]:
        """Give the days from now to the deadline as pictures."""
        return self.clock.calendar.strip(self.filed_at, self.filed_at, due=self.clock.due_at) if self.clock else []


def promise_for(*, customer: Customer, product: Product | None, severity: str, now: datetime) -> Promise:
    """Give what filing now would promise, counted by the same code as a filed ticket's clock."""
    contract, version = terms_for(customer, product, now)
    book = CountingBook()
    counting = book.counting(record_terms(version, covers_critical=bool(contract and contract.covers_critical)))
    filed = Happening(at=now, kind=Kind.FILED, severity=severity, counting=counting)
    start = next((clock for clock in replay([filed]) if clock.metric == Metric.START), None)
    return Promise(contract=contract, clock=start, filed_at=cut(now))
