"""Other systems are told what happened to tickets, in the words of the interface for programs."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.webhooks import catalogue
from sla.models import Severity
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket, TicketEvent
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.assignment import assign
from tickets.services.batches import changing_many
from tickets.services.merging import merge, unmerge
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.resolution import confirm_solved, reopen, resolve, say_solved
from tickets.services.severity import decide_severity
from tickets.services.status import set_status
from tickets.services.telling import kinds_of

LATER = MONDAY + timedelta(minutes=10)
Told = list[tuple[str, Any]]


@pytest.fixture
def told(nordsoft: Cast) -> Callable[[], Told]:
    """Have an endpoint that wants everything; give what it was told since the last look."""
    every = [kind.name for kind in catalogue.kinds()]
    WebhookEndpoint.objects.create(url="https://hooks.example.com/", kinds=every, secret="", created_at=MONDAY)
    seen: set[int] = set()

    def look() -> Told:
        new = OutboxMessage.objects.filter(kind="webhook").exclude(pk__in=seen).order_by("pk")
        bodies = [(message.pk, json.loads(message.text)) for message in new]
        seen.update(pk for pk, _body in bodies)
        return [(body["type"], body["data"]) for _pk, body in bodies]

    return look


def test_every_kind_is_in_the_catalogue(nordsoft: Cast) -> None:
    named = {kind.name for kind in catalogue.kinds()}
    steps = [TicketEvent(kind="alerted", data={"step": step}) for step in ("warning", "breach", "escalation", "late")]
    events = [TicketEvent(kind=kind, message_id=1, data={}) for kind in TicketEvent.Kind.values if kind != "alerted"]
    told = {kind for event in events + steps for kind in kinds_of(event)}
    assert told == {kind for kind in named if kind.startswith("ticket.")}


def test_a_new_ticket(nordsoft: Cast, told: Callable[[], Told]) -> None:
    ticket = make_ticket(nordsoft, severity="high")
    [(kind, data)] = told()
    assert kind == "ticket.created"
    assert data["ticket"]["number"] == ticket.number
    assert data["ticket"]["customer"] == {"id": nordsoft.customer.pk, "name": "Bergs Bygg AB"}
    assert data["message"]["text"].startswith("Since last night")
    assert data["by"] == {"contact": {"id": nordsoft.karin.pk, "name": "Karin Bergman"}}
    assert [(clock["metric"], clock["due_at"]) for clock in data["ticket"]["clocks"]][:1] == [
        ("start", "2026-03-02T10:00:00Z")
    ]
    assert data["ticket"]["links"] == {
        "desk": f"http://testserver/nordsoft/desk/tickets/{ticket.number}/",
        "portal": f"http://testserver/nordsoft/portal/tickets/{ticket.number}/",
        "api": f"http://testserver/nordsoft/api/v1/tickets/{ticket.number}/",
    }


def test_what_is_said_is_told_and_a_note_never(nordsoft: Cast, told: Callable[[], Told]) -> None:
    ticket = make_ticket(nordsoft)
    told()
    add_note(ticket=ticket, actor=nordsoft.agent, text="They have not paid.", now=LATER)
    assert told() == []
    reply(ticket=ticket, actor=nordsoft.agent, text="Try again.", now=LATER, then_wait=True)
    (said, message), (moved, status) = told()
    assert (said, message["message"]["text"], message["message"]["kind"]) == ("ticket.message", "Try again.", "reply")
    assert message["by"] == {"member": {"id": nordsoft.agent.pk, "name": "Maja Sandell"}}
    assert (moved, status["before"], status["status"]) == ("ticket.status_changed", "new", "waiting_customer")
    assert message["ticket"]["status"] == "waiting_customer"  # as it stands after the whole act
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="It works.", now=LATER)
    assert [kind for kind, _data in told()] == ["ticket.status_changed", "ticket.message"]
    kept = OutboxMessage.objects.filter(kind="webhook", text__contains="not paid")
    assert not kept.exists()


def test_deciding_assigning_solving_and_what_follows(nordsoft: Cast, told: Callable[[], Told]) -> None:
    agent = nordsoft.agent
    ticket = make_ticket(nordsoft)
    told()
    decide_severity(ticket=ticket, actor=agent, severity=Severity.HIGH, reason="Wages are due.", now=LATER)
    [(kind, data)] = told()
    assert (kind, data["before"], data["severity"]) == ("ticket.severity_decided", "normal", "high")
    assert data["ticket"]["severity"] == {"asked": "normal", "decided": "high", "reason": "Wages are due."}
    assign(ticket=ticket, actor=agent, assignee=nordsoft.colleague, now=LATER)
    [(kind, data)] = told()
    assert (kind, data["ticket"]["assignee"]["name"]) == ("ticket.assigned", "Oskar Nyström")
    set_status(ticket=ticket, actor=agent, status=Ticket.Status.WAITING_THIRD_PARTY, now=LATER)
    assert [kind for kind, _data in told()] == ["ticket.status_changed"]
    resolve(ticket=ticket, actor=agent, solution="Restart it.", now=LATER)
    assert [kind for kind, _data in told()] == ["ticket.resolved", "ticket.message"]
    reopen(ticket=ticket, actor=agent, now=LATER)
    assert [kind for kind, _data in told()] == ["ticket.reopened"]
    say_solved(ticket=ticket, contact=nordsoft.karin, actor=None, text="It was us.", now=LATER)
    assert [kind for kind, _data in told()] == ["ticket.resolved", "ticket.message"]
    confirm_solved(ticket=ticket, contact=nordsoft.karin, actor=None, now=LATER)
    [(kind, data)] = told()
    assert (kind, data["ticket"]["status"]) == ("ticket.closed", "closed")


def test_merging_closes_and_taking_apart_opens(nordsoft: Cast, told: Callable[[], Told]) -> None:
    one, other = make_ticket(nordsoft), make_ticket(nordsoft)
    told()
    merge(ticket=one, into=other, actor=nordsoft.agent, now=LATER)
    [(kind, data)] = told()
    assert (kind, data["ticket"]["merged_into"]) == ("ticket.closed", other.number)
    unmerge(ticket=one, actor=nordsoft.agent, now=LATER)
    assert [kind for kind, _data in told()] == ["ticket.reopened"]


def test_at_risk_and_breached_name_the_clock(nordsoft: Cast, told: Callable[[], Told]) -> None:
    make_ticket(nordsoft, severity="high")
    told()
    raise_batch(now=MONDAY + timedelta(minutes=95), aside=Aside())
    [(kind, data)] = told()
    assert kind == "ticket.at_risk"
    assert data["by"] is None
    assert (data["clock"]["metric"], data["clock"]["due_at"]) == ("start", "2026-03-02T10:00:00Z")
    raise_batch(now=MONDAY + timedelta(hours=3), aside=Aside())
    assert [kind for kind, _data in told()] == ["ticket.breached"]


def test_a_batch_is_told_in_as_many_questions_as_one(nordsoft: Cast, told: Callable[[], Told]) -> None:
    asked = []
    for count in (1, 12):
        for _ in range(count):
            make_ticket(nordsoft, severity="high", team=nordsoft.team)
        told()
        with Budget() as budget:
            raise_batch(now=MONDAY + timedelta(hours=3), aside=Aside())
        asked.append(len(budget.asked))
        assert [kind for kind, _data in told()] == ["ticket.at_risk", "ticket.breached"] * count
    assert asked[1] <= asked[0] <= 21


def test_changing_many_tells_of_each(nordsoft: Cast, told: Callable[[], Told]) -> None:
    tickets = [make_ticket(nordsoft) for _ in range(3)]
    told()
    with changing_many([ticket.pk for ticket in tickets], actor=nordsoft.agent, now=LATER) as batch:
        for ticket in batch.tickets:
            ticket.status = Ticket.Status.IN_PROGRESS
            batch.record(ticket, TicketEvent.Kind.STATUS, status="in_progress", before="new")
    news = told()
    assert [kind for kind, _data in news] == ["ticket.status_changed"] * 3
    assert {data["ticket"]["status"] for _kind, data in news} == {"in_progress"}


def test_whoever_wants_one_kind_is_told_that_alone(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    WebhookEndpoint.objects.create(
        url="https://hooks.example.com/", kinds=["ticket.closed"], secret="", created_at=MONDAY
    )
    with Budget() as before:
        ticket = make_ticket(nordsoft)
    assert not OutboxMessage.objects.filter(kind="webhook").exists()
    WebhookEndpoint.objects.all().delete()
    with Budget() as without:
        make_ticket(nordsoft)
    assert len(before.asked) == len(without.asked)
    reply(ticket=ticket, actor=nordsoft.agent, text="Hello.", now=LATER)
    assert not OutboxMessage.objects.filter(kind="webhook").exists()


def test_without_endpoints_a_change_asks_nothing_more(nordsoft: Cast) -> None:
    """Whether there are any comes along with the ticket."""
    ticket = make_ticket(nordsoft)
    with Budget() as budget:
        assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.colleague, now=LATER)
    assert [sql for sql in budget.asked if 'FROM "outbox_webhookendpoint"' in sql and "tickets_ticket" not in sql] == []


def test_it_is_said_as_the_interface_says_it(nordsoft: Cast, told: Callable[[], Told], client: Client) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try again.", now=LATER)
    [message] = [data for kind, data in told() if kind == "ticket.message"]
    client.force_login(nordsoft.agent.user)
    path = f"/nordsoft/api/v1/tickets/{ticket.number}/"
    shown = client.get(path).json()
    outside = message["ticket"]
    own = {"clocks", "links", "desk"}
    assert {key: shown[key] for key in outside.keys() - own} == {key: outside[key] for key in outside.keys() - own}
    assert set(shown) - set(outside) == {"custom"}
    assert {key: shown["desk"][key] for key in outside["desk"]} == outside["desk"]
    messages = client.get(f"{path}messages/").json()["results"]
    assert message["message"] in messages
    clocks = client.get(f"{path}clocks/").json()["clocks"]
    for clock, same in zip(outside["clocks"], clocks, strict=True):
        target = clock.pop("target")
        assert clock == {key: same[key] for key in clock}
        assert target == {key: same["target"][key] for key in target}
