"""Payslips sent by payroll systems, and months read by accounting systems."""

import pytest
import time_machine

from contracts.models import BillingMonth, Contract, PayslipCount
from tests.cast import Cast
from tests.prices import FEBRUARY, MARCH, make_prices
from tests.tickets.api.caller import Caller, assert_problem


@pytest.fixture(autouse=True)
def april(nordsoft: Cast) -> object:
    make_prices(nordsoft)
    Contract.objects.update(currency="DKK")
    with time_machine.travel("2026-04-02T08:00:00Z", tick=False):
        yield


def test_a_count_is_put_and_corrected(nordsoft: Cast, manager: Caller) -> None:
    path = f"customers/{nordsoft.customer.pk}/payslips/"
    for count in (350, 351, 351):
        answer = manager.put(f"{path}2026-02/", {"count": count})
        assert answer.status_code == 200
        assert (answer.json()["month"], answer.json()["count"], answer.json()["source"]) == ("2026-02", count, "api")
    assert PayslipCount.objects.count() == 2
    (standing,) = manager.get(path).json()["results"]
    assert (standing["month"], standing["count"]) == ("2026-02", 351)


def test_a_closed_month_is_409(nordsoft: Cast, manager: Caller) -> None:
    BillingMonth.objects.create(month=MARCH, is_closed=True)
    answer = manager.put(f"customers/{nordsoft.customer.pk}/payslips/2026-02/", {"count": 1})
    assert_problem(answer, 409, "conflict")


@pytest.mark.parametrize("body", [{}, {"count": -1}, {"count": "many"}, {"count": 10**9}])
def test_a_wrong_count_is_400(nordsoft: Cast, manager: Caller, body: dict[str, object]) -> None:
    problem = assert_problem(manager.put(f"customers/{nordsoft.customer.pk}/payslips/2026-02/", body), 400, "invalid")
    assert list(problem["errors"]) == ["count"]


def test_a_month_to_come_is_400_and_no_month_404(nordsoft: Cast, manager: Caller) -> None:
    path = f"customers/{nordsoft.customer.pk}/payslips/"
    problem = assert_problem(manager.put(f"{path}2026-05/", {"count": 1}), 400, "invalid")
    assert list(problem["errors"]) == ["month"]
    assert_problem(manager.put(f"{path}2026-13/", {"count": 1}), 404, "not_found")
    assert_problem(manager.put("customers/999999/payslips/2026-02/", {"count": 1}), 404, "not_found")


def test_a_month_is_read_and_a_closed_one_is_the_desks_file(nordsoft: Cast, manager: Caller) -> None:
    manager.put(f"customers/{nordsoft.customer.pk}/payslips/2026-02/", {"count": 351})
    before = manager.get("billing/2026-03/")
    assert before.json()["totals"] == [{"currency": "DKK", "amount": "5661.03"}]
    desk = manager.client
    desk.force_login(nordsoft.manager.user)
    desk.post("/nordsoft/desk/billing/2026-03/closing/")
    Contract.objects.update(currency="SEK")
    assert manager.get("billing/2026-03/").content == before.content
    assert desk.get("/nordsoft/desk/billing/2026-03/export.json").content == before.content


def test_agents_and_other_tenants_get_404(nordsoft: Cast, lonhuset: Cast, agent: Caller, manager: Caller) -> None:
    assert_problem(agent.get("billing/2026-03/"), 404, "not_found")
    path = f"customers/{lonhuset.customer.pk}/payslips/2026-02/"
    assert_problem(manager.put(path, {"count": 1}), 404, "not_found")
    assert not PayslipCount.objects.filter(month=FEBRUARY).exists()


def test_they_are_on_budget(nordsoft: Cast, manager: Caller) -> None:
    manager.put(f"customers/{nordsoft.customer.pk}/payslips/2026-02/", {"count": 351})
    assert manager.queries("billing/2026-03/") <= 8
    assert manager.queries(f"customers/{nordsoft.customer.pk}/payslips/") <= 6
