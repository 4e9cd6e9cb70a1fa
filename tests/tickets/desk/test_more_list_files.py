"""The desk's other lists as files: those beside the queue, and settings that are lists of many."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from accounts.models import Membership
from contracts.models import PriceList, PublicRequest
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.test_list_files import rows
from tickets.models import Alert, PayrollRun, SlaClock, Tag
from tickets.selectors import alerts, payroll, registrations
from tickets.services.time import log_time


def test_requests_are_all_that_are_confirmed(client: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registrations, "RECENT", 1)
    for number, state in enumerate(["unconfirmed", "waiting", "approved", "refused"]):
        at = MONDAY + timedelta(hours=number)
        PublicRequest.objects.create(
            kind="access", state=state, name=state, email="eva@bergs.example", company="Bergs", sent_at=MONDAY,
            confirmed_at=None if state == "unconfirmed" else at,
            decided_at=at if state in ("approved", "refused") else None,
        )  # fmt: skip
    found = rows(client, nordsoft.agent, "registrations/?file=csv")[1:]
    by_itself = "the mail domain"
    assert [(row[0], row[6], row[8]) for row in found] == [
        ("refused", "Refused", by_itself), ("approved", "Approved", by_itself), ("waiting", "Waiting", ""),
    ]  # fmt: skip


def test_alerts_are_ones_own_and_all_of_them(client: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "SHOWN", 1)
    ticket = make_ticket(nordsoft)
    clock = SlaClock.objects.filter(ticket=ticket).earliest("pk")
    for member, step in ((nordsoft.agent, "warning"), (nordsoft.agent, "breach"), (nordsoft.manager, "breach")):
        Alert.objects.create(
            clock=clock, ticket=ticket, step=step, receiver=member, due_at=clock.due_at, raised_at=MONDAY
        )
    assert len(rows(client, nordsoft.agent, "alerts/?file=csv")) == 3
    assert len(rows(client, nordsoft.manager, "alerts/?file=csv")) == 2
    with Budget(8):
        client.get("/nordsoft/desk/alerts/?file=csv")


def test_payroll_runs_are_all_of_the_months_list(
    client: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payroll, "MOST", 1)
    for number in range(3):
        PayrollRun.objects.create(
            customer=nordsoft.customer, run_id=f"R{number}", month="2026-02-01", carried_out_at=MONDAY
        )
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        found = rows(client, nordsoft.agent, "payroll/?file=csv")[1:]
    assert [(row[1], row[2], row[4]) for row in found] == [(f"R{number}", "2026-02", "") for number in range(3)]


def test_contacts_are_the_customers_for_whom_sees_the_customer(client: Client, nordsoft: Cast) -> None:
    path = f"customers/{nordsoft.customer.pk}/?file=csv"
    found = rows(client, nordsoft.agent, path)[1:]
    assert {row[1] for row in found} == {nordsoft.karin.name, nordsoft.lars.name}
    assert {row[5] for row in found} == {"the whole company’s tickets", "their own tickets"}
    client.force_login(nordsoft.consultant.user)
    assert client.get(f"/nordsoft/desk/{path}").status_code == 404


def test_time_is_minutes_that_can_be_added_up(client: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for minutes in (30, 90):
        log_time(ticket=ticket, actor=nordsoft.agent, minutes=minutes, now=MONDAY)
    found = rows(client, nordsoft.agent, f"tickets/{ticket.number}/time/?file=csv")[1:]
    assert sum(int(row[3]) for row in found) == 120


def test_prices_are_a_row_for_the_base_and_one_for_each_tier(client: Client, nordsoft: Cast) -> None:
    plan = nordsoft.plans["basic"]
    book = PriceList.objects.create(plan=plan, currency="SEK", valid_from="2026-01-01", base=100, created_at=MONDAY)
    for up_to, price in ((350, "4.04"), (None, "3.03")):
        book.tiers.create(up_to=up_to, unit_price=Decimal(price))
    found = [row[4:] for row in rows(client, nordsoft.manager, "prices/?file=csv")[1:] if row[0] == plan.name]
    assert [[float(cell or 0) for cell in row] for row in found] == [
        [100, 0, 0, 0],
        [0, 1, 350, 4.04],
        [0, 351, 0, 3.03],
    ]


@pytest.mark.parametrize("page", ["tags", "policies", "plans"])
def test_settings_are_files_for_managers_alone(client: Client, nordsoft: Cast, page: str) -> None:
    Tag.objects.create(name="printer")
    manager: Membership = nordsoft.manager
    assert len(rows(client, manager, f"{page}/?file=csv")) > 1
    client.force_login(nordsoft.agent.user)
    assert client.get(f"/nordsoft/desk/{page}/?file=csv").status_code == 404
