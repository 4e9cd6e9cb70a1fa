"""How often one token may call."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.tickets.api.caller import Caller, assert_problem
from tickets.api.throttling import TokenThrottle


@pytest.fixture(autouse=True)
def _three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TokenThrottle, "rate", "3/min", raising=False)


def test_too_many_calls_wait_until_the_minute_is_over(nordsoft: Cast, agent: Caller) -> None:
    with time_machine.travel(MONDAY + timedelta(seconds=20), tick=False) as clock:
        assert [agent.get("me/").status_code for _each in range(3)] == [200] * 3
        answer = agent.get("me/")
        assert_problem(answer, 429, "throttled")
        assert answer["Retry-After"] == "40"
        clock.shift(40)
        assert agent.get("me/").status_code == 200


def test_each_token_is_counted_for_itself(nordsoft: Cast, agent: Caller) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for _each in range(4):
            last = agent.get("me/")
        assert last.status_code == 429
        assert Caller(nordsoft.agent).get("me/").status_code == 200
        signed_in = Client()
        signed_in.force_login(nordsoft.agent.user)
        statuses = [signed_in.get("/nordsoft/api/v1/me/").status_code for _each in range(4)]
        assert statuses == [200, 200, 200, 429]
