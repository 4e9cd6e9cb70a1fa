"""The queue page."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import make_ticket
from tickets.services.changing import queue_version_key
from tickets.services.messages import customer_wrote, reply

QUEUE = "/nordsoft/desk/"


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """Give Swedish local time in March 2026 (UTC+1)."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def numbers(content: bytes) -> list[int]:
    return [int(n) for n in re.findall(rb'data-key="(\d+)"', content)]


def queries(context: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in context.captured_queries if not re.match(r"(SAVEPOINT|RELEASE|SET LOCAL)", q["sql"])]


@pytest.fixture
def agent(client: Client, nordsoft: Cast) -> Client:
    client.force_login(nordsoft.agent.user)
    return client


@time_machine.travel(at(10, 50), tick=False)
def test_order_at_risk_first_then_fast_track_then_paused_then_no_contract(agent: Client, nordsoft: Cast) -> None:
    nordsoft.contract.plan = nordsoft.plans["standard"]
    nordsoft.contract.save()
    plain = make_ticket(nordsoft, now=at(10), severity="high")  # due 13:00
    risky = make_ticket(nordsoft, now=at(9), severity="high")  # due 11:00, warning 10:30
    nobody = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    paused = reply(ticket=make_ticket(nordsoft, now=at(9)), actor=nordsoft.agent, text="?", now=at(9, 5), then_wait=True)
    nordsoft.contract.plan = nordsoft.plans["professional"]
    nordsoft.contract.save()
    fast = make_ticket(nordsoft, now=at(10, 30))  # due 15:30, as if due 10:30
    response = agent.get(QUEUE)
    assert numbers(response.content) == [t.number for t in (risky, fast, plain, paused, nobody)]
    assert b"is-risk" in response.content


@time_machine.travel(at(10), tick=False)
def test_twelve_queries_whatever_the_rows(agent: Client, nordsoft: Cast) -> None:
    for minute in range(30):
        make_ticket(nordsoft, now=at(9, minute))
    agent.get(QUEUE)
    with CaptureQueriesContext(connection) as context:
        response = agent.get(QUEUE)
    assert len(numbers(response.content)) == 30
    asked = queries(context)
    assert len(asked) <= 12, "\n".join(asked)
