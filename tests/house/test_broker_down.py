"""While Redis is away people sign in, file, answer and look at the queue. Only live hints are missing."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from outbox.broker import PATIENCE
from outbox.models import OutboxMessage
from tests.cast import PASSWORD, Cast
from tests.factories import make_ticket
from tickets.api.throttling import TokenThrottle
from tickets.models import Ticket

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def point_at(address: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import current_app

    settings.CACHES = {name: cache | {"LOCATION": address} for name, cache in settings.CACHES.items()}
    monkeypatch.setattr(current_app.conf, "broker_url", address)


@pytest.fixture(autouse=True)
def _broker_down(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(NOBODY_LISTENS, settings, monkeypatch)


@pytest.fixture
def hanging(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker that takes connections and says nothing more."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
        point_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", settings, monkeypatch)
        yield


def test_signing_in(client: Client, nordsoft: Cast) -> None:
    nordsoft.agent.user.set_password(PASSWORD)
    nordsoft.agent.user.save()
    answer = client.post("/nordsoft/account/login/", {"login": nordsoft.agent.user.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/nordsoft/")


def test_a_guesser_of_passwords_is_stopped_all_the_same(client: Client, nordsoft: Cast) -> None:
    nordsoft.agent.user.set_password(PASSWORD)
    nordsoft.agent.user.save()
    tried = {"login": nordsoft.agent.user.email}
    for number in range(5):
        assert client.post("/nordsoft/account/login/", {**tried, "password": f"guess-{number}"}).status_code == 200
    answer = client.post("/nordsoft/account/login/", {**tried, "password": PASSWORD})
    assert answer.status_code != 302, "signed in after too many guesses"


def test_a_token_that_asks_too_often_is_told_so(
    client: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TokenThrottle, "rate", "3/min", raising=False)
    client.force_login(nordsoft.agent.user)
    with time_machine.travel("2026-03-02T08:00:00+00:00", tick=False):
        found = [client.get("/nordsoft/api/v1/tickets/").status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]


def test_filing_and_answering(client: Client, nordsoft: Cast, django_capture_on_commit_callbacks: Any) -> None:
    client.force_login(nordsoft.karin.membership.user)  # type: ignore[union-attr]
    asked = {"subject": "No printer", "text": "Since today.", "severity": "normal"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/nordsoft/portal/new/", asked).status_code == 302
    ticket = Ticket.objects.get()
    client.force_login(nordsoft.agent.user)
    reply = {"kind": "reply", "text": "Turn it on.", "version": ticket.version}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/nordsoft/desk/tickets/{ticket.number}/messages/", reply).status_code == 302
    assert OutboxMessage.objects.filter(dedupe_key__startswith="message:").exists()


def test_a_broker_that_hangs_is_waited_for_once_and_costs_no_business(
    client: Client,
    nordsoft: Cast,
    hanging: None,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("accounts.cache", "outbox.broker"):
        monkeypatch.setattr(f"{module}.PAUSE", 600)
    client.force_login(nordsoft.karin.membership.user)  # type: ignore[union-attr]
    asked = {"subject": "No printer", "text": "Since today.", "severity": "normal"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/nordsoft/portal/new/", asked).status_code == 302
    assert Ticket.objects.filter(subject="No printer").exists()
    assert caplog.text.count("Timeout reading from socket") == 2, "one question to the cache, one wake-up"
    patience = settings.CACHES["default"]["OPTIONS"]["socket_timeout"] + 2 * PATIENCE["socket_timeout"]
    assert patience <= 3, "seconds"


def test_the_queue_and_its_live_pieces(client: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    client.force_login(nordsoft.agent.user)
    assert client.get("/nordsoft/desk/").status_code == 200
    assert client.get("/nordsoft/desk/", headers={"HX-Request": "true"}).status_code == 200


def test_the_interface_for_programs(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    assert client.get("/nordsoft/api/v1/tickets/").status_code == 200
