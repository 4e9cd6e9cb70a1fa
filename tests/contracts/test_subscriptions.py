"""What contracts cost in a month: who, under which plan and prices, for which payslips (domain: price per month)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.models import Contract, ContractEvent, PayslipCount, PlanChange
from contracts.pricing import Tier
from contracts.selectors.plans import newest_version
from contracts.selectors.subscriptions import PAYSLIPS, PRICES, Charge, subscriptions
from contracts.services.agreement_versions import put_under
from contracts.services.prices import enter_price_list
from contracts.services.timeline import note
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.prices import APRIL, FEBRUARY, MARCH, count_payslips, make_prices


@pytest.fixture(autouse=True)
def prices(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    Contract.objects.update(currency="DKK")


def of(cast: Cast, month: date = MARCH) -> list[Charge]:
    return subscriptions(cast.tenant, month).get(cast.customer.pk, [])


def total(charge: Charge) -> Decimal:
    assert charge.price
    return charge.price.total


def change_period(**values: Any) -> None:
    Contract.objects.update(**values)


@pytest.mark.parametrize(
    ("payslips", "amount"),
    [(0, "4244.00"), (1, "4248.04"), (350, "5658.00"), (351, "5661.03"), (750, "6870.00"), (751, "6872.42")],
)
def test_a_month_is_charged_for_the_payslips_of_the_month_before(nordsoft: Cast, payslips: int, amount: str) -> None:
    count_payslips(nordsoft, payslips, month=FEBRUARY)
    count_payslips(nordsoft, 9999, month=MARCH)
    (charge,) = of(nordsoft, MARCH)
    assert (charge.plan, charge.currency, charge.payslips, charge.missing) == ("Professional", "DKK", payslips, "")
    assert str(total(charge)) == amount


def test_a_corrected_count_is_the_one_that_counts(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 751)
    count_payslips(nordsoft, 350)
    assert total(of(nordsoft)[0]) == Decimal("5658.00")


def test_a_missing_count_is_said_and_not_guessed(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 350, month=date(2026, 1, 1))
    (charge,) = of(nordsoft)
    assert (charge.missing, charge.payslips, total(charge)) == (PAYSLIPS, None, 4244)


def test_a_missing_price_is_said(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 350)
    Contract.objects.update(currency="EUR")
    (charge,) = of(nordsoft)
    assert (charge.missing, charge.price, charge.currency) == (PRICES, None, "EUR")


def test_the_contracts_currency_chooses_the_list(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 350)
    Contract.objects.update(currency="SEK")
    assert (of(nordsoft)[0].currency, total(of(nordsoft)[0])) == ("SEK", Decimal("8322.50"))


def test_prices_of_the_first_of_the_month_count(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 10, month=FEBRUARY)
    count_payslips(nordsoft, 10, month=MARCH)
    enter_price_list(
        plan=nordsoft.plans["professional"],
        currency="DKK",
        valid_from=APRIL,
        base=Decimal(5000),
        tiers=[Tier(None, Decimal(1))],
        actor=nordsoft.manager,
        now=MONDAY,
    )
    assert total(of(nordsoft, MARCH)[0]) == Decimal("4284.40")
    assert total(of(nordsoft, APRIL)[0]) == 5010


@pytest.mark.parametrize(
    ("period", "months"),
    [
        # Begins on the first: that month. Begins on the second: from the next one on.
        ({"starts_on": date(2026, 3, 1)}, [MARCH, APRIL]),
        ({"starts_on": date(2026, 3, 2)}, [APRIL]),
        # Ends on the first or any later day: the whole month. Ends the day before: not.
        ({"ends_on": date(2026, 3, 1), "status": "ended"}, [FEBRUARY, MARCH]),
        ({"ends_on": date(2026, 3, 31), "status": "notice"}, [FEBRUARY, MARCH]),
        ({"ends_on": date(2026, 2, 28), "status": "ended"}, [FEBRUARY]),
        # Within one month, and not on its first.
        ({"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 30)}, []),
        # Goes on by itself after its last day.
        ({"ends_on": date(2026, 1, 31), "renews": True}, [FEBRUARY, MARCH, APRIL]),
        ({"status": "draft"}, []),
    ],
)
def test_whole_months_by_who_is_in_force_on_the_first(
    nordsoft: Cast, period: dict[str, Any], months: list[date]
) -> None:
    change_period(**period)
    assert [month for month in (FEBRUARY, MARCH, APRIL) if of(nordsoft, month)] == months


def test_payslips_are_charged_once_under_the_largest_plan(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 351)
    Contract.objects.create(
        customer=nordsoft.customer,
        plan_version=newest_version(nordsoft.plans["premium"]),
        currency="DKK",
        starts_on=date(2025, 1, 1),
    )
    premium, professional = of(nordsoft)
    assert (premium.plan, premium.has_payslips, total(premium)) == ("Premium", True, Decimal("8736.44"))
    assert (professional.plan, professional.has_payslips, total(professional)) == ("Professional", False, 4244)
    PayslipCount.objects.all().delete()
    assert [charge.missing for charge in of(nordsoft)] == [PAYSLIPS, ""]


def test_a_plan_changed_since_is_charged_as_it_was_on_the_first(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 0, month=FEBRUARY)
    count_payslips(nordsoft, 0, month=MARCH)
    put(nordsoft, "premium", "2026-04-01T00:05:00+02:00")
    assert plans(nordsoft, MARCH) == ["Professional"]
    # From the first on: April is charged under the new plan.
    assert plans(nordsoft, APRIL) == ["Premium"]


def test_of_several_changes_the_earliest_after_the_first_counts(nordsoft: Cast) -> None:
    put(nordsoft, "basic", "2026-03-02T00:00:00+01:00")
    put(nordsoft, "premium", "2026-03-20T10:00:00+01:00")
    assert plans(nordsoft, MARCH) == ["Professional"]
    assert plans(nordsoft, APRIL) == ["Premium"]


def test_an_addendum_counts_from_its_own_day_whenever_it_is_carried_out(nordsoft: Cast) -> None:
    change = agree(nordsoft, APRIL)
    # Decided, and the round that puts it in effect has not come by yet.
    assert (plans(nordsoft, MARCH), plans(nordsoft, APRIL)) == (["Professional"], ["Premium"])
    Contract.objects.filter(pk=nordsoft.contract.pk).update(
        plan_version=change.to_version, plan=change.to_version.plan_id
    )
    PlanChange.objects.update(status="in_effect")
    assert (plans(nordsoft, MARCH), plans(nordsoft, APRIL)) == (["Professional"], ["Premium"])
    put(nordsoft, "basic", "2026-04-20T10:00:00+02:00")
    assert (plans(nordsoft, MARCH), plans(nordsoft, APRIL)) == (["Professional"], ["Premium"])


def plans(cast: Cast, month: date) -> list[str]:
    return [charge.plan for charge in of(cast, month)]


def put(cast: Cast, plan: str, at: str) -> None:
    """Put the contract under a plan by hand."""
    put_under(
        contract=Contract.objects.get(pk=cast.contract.pk),
        version=newest_version(cast.plans[plan]),
        actor=cast.manager,
        now=datetime.fromisoformat(at),
        kind=ContractEvent.Kind.CHANGED,
    )


def agree(cast: Cast, effective_on: date) -> PlanChange:
    return PlanChange.objects.create(
        contract=cast.contract,
        from_version=newest_version(cast.plans["professional"]),
        to_version=newest_version(cast.plans["premium"]),
        notice_months=3,
        requested_at=MONDAY,
        status="scheduled",
        received_on=MARCH,
        received_at=MONDAY,
        effective_on=effective_on,
    )


def test_a_currency_changed_since_is_charged_as_it_was(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 0)
    Contract.objects.update(currency="SEK")
    at = datetime.fromisoformat("2026-03-20T10:00:00+01:00")
    data = {"changes": {"currency": ["DKK", "SEK"]}}
    note(contract=nordsoft.contract, kind=ContractEvent.Kind.CHANGED, actor=None, now=at, data=data)
    assert of(nordsoft)[0].currency == "DKK"


def test_it_costs_two_queries_however_many_customers(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 1)
    with Budget(2):
        assert len(subscriptions(nordsoft.tenant, MARCH)) == 1
    assert subscriptions(nordsoft.tenant, MARCH, customers=[nordsoft.stranger.pk]) == {}
