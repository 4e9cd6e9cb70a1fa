"""Events and payroll runs by programs (domain: Proactive case)."""

from typing import Any

import pytest
import time_machine

from accounts.tenancy.context import tenant_context
from contracts.models import Customer
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tests.tickets.desk.pages import at
from tickets.models import PayrollRun, ProactiveEvent, Ticket


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(at(10), tick=False):
        yield


@pytest.fixture(autouse=True)
def _known(nordsoft: Cast) -> None:
    Customer.objects.filter(pk=nordsoft.customer.pk).update(external_id="K-1")


def event(**more: Any) -> dict[str, Any]:
    said = {"event_id": "e-1", "kind": "money_transfer", "customer": "K-1", "detected_at": "2026-03-02T09:00:00+01:00"}
    return said | more


def run(**more: Any) -> dict[str, Any]:
    said = {"run_id": "r-1", "customer": "K-1", "period": "2026-02", "carried_out_at": "2026-02-25T10:00:00Z"}
    return said | more


def test_an_event_opens_a_case(nordsoft: Cast, agent: Caller) -> None:
    answer = agent.post("events/", event(text="It came back.", about="transfer 7", data={"amount": "12 DKK"}))
    assert answer.status_code == 201
    body = answer.json()
    assert (body["opened_case"], body["contact_due_at"]) == (True, "2026-03-02T10:00:00Z")
    ticket = Ticket.objects.get(number=body["ticket"])
    assert (ticket.customer, ticket.kind, ticket.channel) == (nordsoft.customer, "money_transfer", "api")
    note = ticket.messages.get().text
    assert note.startswith("It came back.")
    assert note.endswith(": transfer 7\n- amount: 12 DKK")
    assert answer["Location"].endswith(f"/nordsoft/api/v1/tickets/{ticket.number}/")
    clocks = agent.get(f"tickets/{ticket.number}/clocks/").json()["clocks"]
    assert [(clock["metric"], clock["state"]) for clock in clocks] == [("contact", "running")]


def test_the_same_event_twice_is_one_case(agent: Caller) -> None:
    first = agent.post("events/", event()).json()
    again = agent.post("events/", event(text="Again."))
    assert (again.status_code, again.json()) == (200, first)
    assert Ticket.objects.count() == 1


def test_a_further_event_about_the_same_thing_joins(agent: Caller) -> None:
    first = agent.post("events/", event(about="transfer 7")).json()
    second = agent.post("events/", event(event_id="e-2", about="transfer 7"))
    assert (second.status_code, second.json()["ticket"], second.json()["opened_case"]) == (201, first["ticket"], False)


def test_an_unknown_customer_is_told(agent: Caller) -> None:
    problem = assert_problem(agent.post("events/", event(customer="K-2")), 422, "unknown_customer")
    assert "K-2" in problem["detail"]
    assert not ProactiveEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("detected_at", "2026-03-02T10:00:01+01:00"),
        ("detected_at", "2026-03-02T09:00:00"),
        ("detected_at", "2025-02-28T09:00:00Z"),
        ("kind", "question"),
        ("event_id", ""),
        ("data", {"text": "a\0b"}),
        ("data", {str(number): 1 for number in range(51)}),
    ],
)
def test_what_cannot_be_taken_is_named(agent: Caller, field: str, value: Any) -> None:
    assert field in assert_problem(agent.post("events/", event(**{field: value})), 400, "invalid")["errors"]


def test_a_detection_is_cut_to_the_second(agent: Caller) -> None:
    agent.post("events/", event(detected_at="2026-03-02T08:00:00.999Z"))
    assert ProactiveEvent.objects.get().detected_at == MONDAY


def test_another_tenants_customer_is_unknown(lonhuset: Cast, agent: Caller) -> None:
    with tenant_context(lonhuset.tenant.pk):
        Customer.objects.filter(pk=lonhuset.customer.pk).update(external_id="D-1")
    assert_problem(agent.post("events/", event(customer="D-1")), 422, "unknown_customer")


def test_a_payroll_run_is_kept_and_brought_in_line(agent: Caller) -> None:
    first = agent.post("payroll-runs/", run())
    assert (first.status_code, first.json()["approved_at"]) == (201, None)
    again = agent.post("payroll-runs/", run(approved_at="2026-02-26T08:00:00Z"))
    assert (again.status_code, again.json()["period"]) == (200, "2026-02")
    kept = PayrollRun.objects.get()
    assert kept.approved_at is not None
    assert f"{kept.month}" == "2026-02-01"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("carried_out_at", "2026-03-02T09:00:01Z"),
        ("carried_out_at", "0001-01-01T00:00:00+14:00"),
        ("approved_at", "2026-03-02T09:00:01Z"),
        ("approved_at", "2026-02-25T09:59:59Z"),
        ("period", "2026-13"),
        ("period", "February"),
    ],
)
def test_a_payroll_run_that_cannot_be_is_refused(agent: Caller, field: str, value: str) -> None:
    answer = agent.post("payroll-runs/", run(**{field: value}))
    errors = assert_problem(answer, 400, "invalid")["errors"]
    assert field in errors
    assert not PayrollRun.objects.exists()


def test_a_run_stays_its_customers(nordsoft: Cast, agent: Caller) -> None:
    Customer.objects.filter(pk=nordsoft.stranger.pk).update(external_id="K-2")
    agent.post("payroll-runs/", run())
    assert "run_id" in assert_problem(agent.post("payroll-runs/", run(customer="K-2")), 400, "invalid")["errors"]
    assert_problem(agent.post("payroll-runs/", run(customer="K-9")), 422, "unknown_customer")


def test_a_call_stops_the_contact_clock(nordsoft: Cast, agent: Caller) -> None:
    number = agent.post("events/", event()).json()["ticket"]
    answer = agent.post(f"tickets/{number}/contact/", {"text": "They send it again."})
    assert (answer.status_code, answer.json()["kind"]) == (200, "money_transfer")
    assert [clock["state"] for clock in agent.get(f"tickets/{number}/clocks/").json()["clocks"]] == ["met"]
    question = make_ticket(nordsoft)
    assert_problem(agent.post(f"tickets/{question.number}/contact/", {}), 409, "conflict")
