"""The description names what is told of tickets, and it is told like that."""

import json
from typing import Any

from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.webhooks import catalogue
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller
from tickets.services.messages import reply
from tickets.services.severity import decide_severity


def test_every_event_of_tickets_is_described(nordsoft: Cast, agent: Caller) -> None:
    webhooks = agent.get("schema/").json()["webhooks"]
    assert set(webhooks) == {kind.name for kind in catalogue.kinds() if kind.name.startswith("ticket.")}


def test_what_is_told_is_what_is_described(nordsoft: Cast, agent: Caller) -> None:
    kinds = [kind.name for kind in catalogue.kinds()]
    WebhookEndpoint.objects.create(url="https://hooks.example.com/", kinds=kinds, secret="", created_at=MONDAY)
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason="Wages.", now=MONDAY)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try again.", now=MONDAY)
    schema = agent.get("schema/").json()

    def keys(shape: Any) -> set[str]:
        while "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        return set(shape["properties"])

    def inside(shape: Any, name: str) -> Any:
        while "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        found = shape["properties"][name]
        return found.get("items") or next((one for one in found.get("allOf", []) + found.get("oneOf", [])), found)

    told = [json.loads(message.text) for message in OutboxMessage.objects.filter(kind="webhook").order_by("pk")]
    assert [body["type"] for body in told] == [
        "ticket.created",
        "ticket.severity_decided",
        "ticket.message",
        "ticket.status_changed",
    ]
    for body in told:
        operation = schema["webhooks"][body["type"]]["post"]
        shape = operation["requestBody"]["content"]["application/json"]["schema"]
        data = inside(shape, "data")
        assert keys(shape) == set(body)
        assert keys(data) == set(body["data"])
        assert keys(inside(data, "ticket")) == set(body["data"]["ticket"])
        assert keys(inside(inside(data, "ticket"), "clocks")) == set(body["data"]["ticket"]["clocks"][0])
        if body["data"].get("message"):
            assert keys(inside(data, "message")) == set(body["data"]["message"])
