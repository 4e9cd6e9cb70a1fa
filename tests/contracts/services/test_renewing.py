"""At the tenant's midnight contracts end or begin again, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.tenancy.context import tenant_context
from contracts.models import Contract
from contracts.selectors import contract_for
from contracts.services.renewing import turn_contracts
from tests.budget import Budget
from tests.cast import Cast

# Midnight between 2026 and 2027 in Stockholm.
MIDNIGHT = datetime(2026, 12, 31, 23, tzinfo=UTC)
LAST = date(2026, 12, 31)
SECOND = timedelta(seconds=1)


def until(contract: Contract, **more: object) -> Contract:
    Contract.objects.filter(pk=contract.pk).update(ends_on=LAST, **more)
    contract.refresh_from_db()
    return contract


def test_it_ends_at_the_tenants_midnight_and_not_before(nordsoft: Cast) -> None:
    contract = until(nordsoft.contract, status="notice")
    assert turn_contracts(now=MIDNIGHT - SECOND) == 0
    assert turn_contracts(now=MIDNIGHT) == 1
    contract.refresh_from_db()
    assert contract.status == Contract.Status.ENDED
    event = contract.events.get()
    assert (event.kind, event.actor, event.data["changes"]) == ("ended", None, {"status": ["notice", "ended"]})


def test_it_renews_for_its_months_and_says_so_once(nordsoft: Cast) -> None:
    contract = until(nordsoft.contract, renews=True)
    assert turn_contracts(now=MIDNIGHT) == 1
    assert turn_contracts(now=MIDNIGHT) == 0
    contract.refresh_from_db()
    assert (contract.status, contract.ends_on) == (Contract.Status.ACTIVE, date(2027, 12, 31))
    assert contract.events.get().data["changes"] == {"ends_on": ["2026-12-31", "2027-12-31"]}


def test_a_round_that_comes_years_late_makes_up_for_them(nordsoft: Cast) -> None:
    contract = until(nordsoft.contract, renews=True)
    turn_contracts(now=MIDNIGHT + timedelta(days=800))
    contract.refresh_from_db()
    assert contract.ends_on == date(2029, 12, 31)


def test_notice_keeps_one_that_renews_from_going_on(nordsoft: Cast) -> None:
    contract = until(nordsoft.contract, renews=True, status="notice")
    turn_contracts(now=MIDNIGHT)
    contract.refresh_from_db()
    assert (contract.status, contract.ends_on) == (Contract.Status.ENDED, LAST)


@pytest.mark.parametrize(("renews", "holds"), [(True, True), (False, False)])
def test_what_is_in_force_does_not_wait_for_the_round(nordsoft: Cast, renews: bool, holds: bool) -> None:
    contract = until(nordsoft.contract, renews=renews)
    assert contract_for(nordsoft.customer, None, LAST) == contract
    assert (contract_for(nordsoft.customer, None, LAST + timedelta(days=1)) == contract) is holds


def test_a_draft_is_left_alone(nordsoft: Cast) -> None:
    until(nordsoft.contract, status="draft")
    assert turn_contracts(now=MIDNIGHT) == 0


def test_each_tenant_has_its_own_midnight(nordsoft: Cast, lonhuset: Cast) -> None:
    type(nordsoft.tenant).objects.filter(pk=nordsoft.tenant.pk).update(zone="Atlantic/Azores")
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk):
            until(cast.contract)
    assert turn_contracts(now=MIDNIGHT) == 1
    with tenant_context(lonhuset.tenant.pk):
        assert Contract.objects.get().status == Contract.Status.ENDED


def test_a_round_with_nothing_to_do_asks_one_question_of_each_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    with Budget(3):
        turn_contracts(now=MIDNIGHT)
