"""What is stored in bulk is what the live services would have left."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.models import Contract, ContractProduct, Product
from contracts.selectors import terms_for
from contracts.selectors.plans import newest_version
from sla.services.defaults import create_policy
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.services.analysis import analyse
from tickets.services.assignment import assign
from tickets.services.importing import TicketHistory, store_histories
from tickets.services.importing.history import Report
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.resolution import resolve
from tickets.services.severity import decide_severity

LATER = MONDAY + timedelta(days=30)
OWN = {"id", "number", "version", "is_imported", "subject"}


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour - 1, minute, tzinfo=UTC)


def report(cast: Cast, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "customer": cast.customer,
        "contact": cast.karin,
        "subject": "Invoices cannot be printed",
        "text": "Since last night's update the print window closes by itself.",
        "severity": "high",
        "at": MONDAY,
    }
    return Report(**values | changes)


def live(cast: Cast) -> Ticket:
    agent = cast.agent
    ticket = make_ticket(cast, severity="high", now=MONDAY)
    assign(ticket=ticket, actor=agent, assignee=agent, now=at(9, 5))
    decide_severity(ticket=ticket, actor=agent, severity="normal", reason="One user.", now=at(9, 10))
    reply(ticket=ticket, actor=agent, text="Which printer?", now=at(9, 30), then_wait=True)
    customer_wrote(ticket=ticket, contact=cast.karin, actor=cast.karin.membership, text="The new one.", now=at(10))
    analyse(ticket=ticket, actor=agent, category="Print", finding="A name.", outcome="fix_here", now=at(10, 30))
    add_note(ticket=ticket, actor=agent, text="As last week.", now=at(10, 40))
    ticket = resolve(ticket=ticket, actor=agent, solution="Choose it again.", now=at(11))
    return customer_wrote(ticket=ticket, contact=cast.karin, actor=cast.karin.membership, text="Not yet.", now=at(14))


def told(cast: Cast) -> Ticket:
    agent = cast.agent
    history = TicketHistory(report(cast), until=at(15), is_imported=False)
    history.assigned(at(9, 5), agent, agent)
    history.severity_decided(at(9, 10), agent, "normal", "One user.")
    history.replied(at(9, 30), agent, "Which printer?", then_wait=True)
    history.customer_wrote(at(10), "The new one.")
    history.analysed(at(10, 30), agent, category="Print", finding="A name.")
    history.noted(at(10, 40), agent, "As last week.")
    history.resolved(at(11), agent, "Choose it again.")
    history.customer_wrote(at(14), "Not yet.")
    history.closed(at(16))  # has not happened yet
    return store_histories([history], now=at(15)).tickets[0]


def columns(row: Any, leave: set[str]) -> dict[str, Any]:
    row.refresh_from_db()
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in leave}


def test_a_history_leaves_what_the_services_leave(nordsoft: Cast) -> None:
    one, other = live(nordsoft), told(nordsoft)
    assert columns(other, OWN) == columns(one, OWN)
    rows = {"id", "ticket_id", "message_id", "steps_done", "check_at"}
    for name in ("events", "messages", "clocks"):
        of_one, of_other = (
            [columns(row, rows) for row in getattr(ticket, name).order_by("pk")] for ticket in (one, other)
        )
        assert of_other == of_one, name


def test_numbers_go_on_where_live_tickets_stand(nordsoft: Cast) -> None:
    assert make_ticket(nordsoft).number == 1001
    stored = store_histories([TicketHistory(report(nordsoft), until=LATER) for _ in range(2)], now=LATER)
    assert [ticket.number for ticket in stored.tickets] == [1002, 1003]
    assert make_ticket(nordsoft).number == 1004


def test_each_ticket_falls_under_the_contract_of_its_day_and_product(nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    nordsoft.contract.ends_on = date(2026, 3, 10)
    nordsoft.contract.save()
    later = Contract.objects.create(
        customer=nordsoft.customer,
        plan_version=newest_version(nordsoft.plans["standard"]),
        starts_on=date(2026, 3, 20),
    )
    ContractProduct.objects.create(contract=later, product=nordsoft.product)
    histories = [
        TicketHistory(report(nordsoft, at=MONDAY + timedelta(days=days), product=product), until=LATER)
        for days in (0, 8, 9, 17, 18, 19)
        for product in (None, nordsoft.product, other)
    ]
    found = [ticket.contract for ticket in store_histories(histories, now=LATER).tickets]
    asked = [h.ticket for h in histories]
    assert found == [terms_for(t.customer, t.product, t.opened_at)[0] for t in asked]
    assert {None, nordsoft.contract, later} == set(found)


def test_steps_of_the_past_are_passed_over_and_those_ahead_are_not(nordsoft: Cast) -> None:
    history = TicketHistory(report(nordsoft), until=at(10, 40))
    ticket = store_histories([history], now=at(10, 40)).tickets[0]
    clock = ticket.clocks.get(metric="start")  # 09:00 + 2 h: warns at 10:30, breaches at 11:00
    assert clock.steps_done == ["warning"]
    assert clock.check_at == at(11)


def test_a_products_policy_counts_for_its_tickets_alone(nordsoft: Cast) -> None:
    Contract.objects.update(policy=None)
    other = Product.objects.create(name="Nord Lön")
    nordsoft.product.policy = create_policy(name="Gold", calendar=nordsoft.calendar, now=MONDAY)
    nordsoft.product.save()
    histories = [
        TicketHistory(report(nordsoft, product=product), until=LATER) for product in (None, nordsoft.product, other)
    ]
    tickets = store_histories(histories, now=LATER).tickets
    filed = [ticket.events.get(kind="filed").data["matched_by"] for ticket in tickets]
    assert filed == ["default", "product", "default"]
    assert [t.policy_version.policy.name for t in Ticket.objects.order_by("pk") if t.policy_version] == [
        "Standard", "Gold", "Standard",
    ]  # fmt: skip
