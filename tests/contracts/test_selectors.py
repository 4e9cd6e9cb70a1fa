"""Which contract a ticket falls under, on the tenant's local date."""

from datetime import UTC, date, datetime

import pytest

from contracts.selectors import terms_for
from tests.cast import Cast
from tests.factories import make_ticket


@pytest.mark.parametrize(
    ("at", "is_covered"),
    [
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), False),  # 30 June, 23:59:59 in Stockholm
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), True),  # 1 July
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), True),  # 31 December, the last day
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_period_begins_and_ends_at_local_midnight(nordsoft: Cast, at: datetime, is_covered: bool) -> None:
    nordsoft.contract.starts_on, nordsoft.contract.ends_on = date(2026, 7, 1), date(2026, 12, 31)
    nordsoft.contract.save()
    contract, version = terms_for(nordsoft.customer, None, at)
    assert (contract == nordsoft.contract, version is not None) == (is_covered, is_covered)
    ticket = make_ticket(nordsoft, now=at)
    assert ticket.clocks.exists() == is_covered
    assert ticket.is_fast_track == is_covered


def test_a_plan_without_support_promises_nothing_and_is_still_a_contract(nordsoft: Cast) -> None:
    nordsoft.contract.plan = nordsoft.plans["basic"]
    nordsoft.contract.save()
    ticket = make_ticket(nordsoft)
    assert ticket.contract == nordsoft.contract
    assert not ticket.clocks.exists()
    assert not ticket.is_fast_track


def test_cover_is_for_critical_alone(nordsoft: Cast) -> None:
    nordsoft.contract.covers_critical = True
    nordsoft.contract.save()
    night = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    critical = make_ticket(nordsoft, severity="critical", now=night).clocks.get(metric="start")
    assert (critical.is_covered, critical.due_at) == (True, datetime(2026, 3, 3, 1, 15, tzinfo=UTC))
    high = make_ticket(nordsoft, severity="high", now=night).clocks.get(metric="start")
    assert (high.is_covered, high.due_at) == (False, datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
