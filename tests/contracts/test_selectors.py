"""Which contract a ticket falls under, on the tenant's local date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.models import Contract, Customer, Product
from contracts.querysets import in_force
from contracts.selectors import match_terms, terms_for
from contracts.selectors.plans import newest_version
from sla.services.defaults import create_policy
from tests.cast import MONDAY, Cast
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
    nordsoft.contract.plan_version = newest_version(nordsoft.plans["basic"])
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


def test_the_first_that_names_a_policy_decides(nordsoft: Cast) -> None:
    policies = {
        name: create_policy(name=name, calendar=nordsoft.calendar, now=MONDAY)
        for name in ("contract", "customer", "product")
    }
    owners = {"contract": nordsoft.contract, "customer": nordsoft.customer, "product": nordsoft.product}
    for name, owner in owners.items():
        owner.policy = policies[name]
        owner.save()

    def matched(product: Product | None = nordsoft.product) -> tuple[str, str]:
        found = match_terms(Customer.objects.get(pk=nordsoft.customer.pk), product, MONDAY)
        assert found.version
        return found.matched_by, found.version.policy.name

    for name, owner in owners.items():
        assert matched() == (name, name)
        owner.policy = None
        owner.save()
    assert matched() == ("default", "Standard")
    assert matched(None) == ("default", "Standard")


def test_without_contract_the_customers_policy_promises_nothing(nordsoft: Cast) -> None:
    nordsoft.stranger.policy = nordsoft.policy
    nordsoft.stranger.save()
    assert match_terms(nordsoft.stranger, None, MONDAY) == (None, None, "")


@pytest.mark.parametrize("status", ["draft", "active", "notice", "ended"])
@pytest.mark.parametrize("renews", [True, False])
def test_the_database_and_the_contract_agree_on_what_holds(nordsoft: Cast, status: str, renews: bool) -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    Contract.objects.update(status=status, renews=renews, starts_on=first, ends_on=last)
    contract = Contract.objects.get()
    for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
        assert Contract.objects.filter(in_force(day)).exists() == contract.holds_on(day)
