"""Readers are woken at once, and not for each message of many."""

from typing import Any

import pytest
from django.db import OperationalError

from inbox import lmtp, wake


class _Timer:
    """A timer that goes off when the test says so."""

    started: list["_Timer"] = []

    def __init__(self, seconds: float, call: Any) -> None:
        self.seconds, self.call, self.daemon = seconds, call, False

    def start(self) -> None:
        self.started.append(self)


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    called: list[str] = []
    _Timer.started = []
    monkeypatch.setattr(wake, "wake", called.append)
    monkeypatch.setattr(wake, "Timer", _Timer)
    return called


def test_the_first_wakes_at_once_and_all_that_follow_once_more(
    woken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake, "monotonic", lambda: 100.0)
    caller = wake._Caller()
    for _ in range(50):
        caller.call()
    assert (len(woken), len(_Timer.started)) == (1, 1)
    waiting = _Timer.started[0]
    assert waiting.daemon
    assert waiting.seconds == pytest.approx(wake.APART)
    waiting.call()
    assert len(woken) == 2
    monkeypatch.setattr(wake, "monotonic", lambda: 101.0)
    caller.call()
    assert (len(woken), len(_Timer.started)) == (3, 1)


def test_a_connection_that_is_gone_is_taken_anew_once() -> None:
    asked: list[int] = []

    def fails_first(value: int) -> int:
        asked.append(value)
        if len(asked) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return value

    assert lmtp._with_a_connection(fails_first, [7]) == 7
    assert asked == [7, 7]

    def fails() -> None:
        asked.append(0)
        raise OperationalError("no server")

    with pytest.raises(OperationalError):
        lmtp._with_a_connection(fails, [])
    assert asked == [7, 7, 0, 0]
