"""Health: the process alone, and what it needs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from tickets.services.alerts import LAST_SWEEP

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


@pytest.fixture(params=["default", "relay"])
def database_down(request: pytest.FixtureRequest) -> Iterator[str]:
    """Point a connection at a port where nobody listens."""
    connection = connections[request.param]
    connection.close()
    port, connection.settings_dict["PORT"] = connection.settings_dict["PORT"], "1"
    yield request.param
    connection.close()
    connection.settings_dict["PORT"] = port


@pytest.fixture
def broker_down(settings: Any) -> None:
    away = {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {name: cache | away for name, cache in settings.CACHES.items()}


def test_all_is_well(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": "ok",
        "broker": "ok",
        "oldest_due_message_seconds": None,
        "last_sweep_seconds": None,
        "status": "ok",
    }


def test_the_oldest_due_message_is_told_across_tenants(client: Client) -> None:
    now = timezone.now()
    for slug, late, state in [("first", 30, "queued"), ("second", 90, "queued"), ("third", 900, "sent")]:
        tenant = Tenant.objects.create(slug=slug, name=slug)
        with tenant_context(tenant.pk), transaction.atomic():
            OutboxMessage.objects.create(
                dedupe_key="x",
                message_id="x",
                sender="a@x",
                recipient="b@x",
                subject="s",
                text="t",
                queued_at=now,
                next_at=now - timedelta(seconds=late),
                state=state,
            )
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert 90 <= answer.json()["oldest_due_message_seconds"] < 120


def test_the_last_sweep_is_told_and_a_late_one_is_no_failure(client: Client) -> None:
    with time_machine.travel("2026-03-02T08:00:00+00:00", tick=False):
        cache.set(LAST_SWEEP, timezone.now() - timedelta(hours=2), timeout=None)
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["last_sweep_seconds"]) == (200, 7200.0)


def test_without_database_it_is_alive_and_not_ready(client: Client, database_down: str) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "OperationalError"
    assert answer.json()["status"] == "down"


def test_without_broker_it_is_alive_and_not_ready(client: Client, broker_down: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["broker"]) == ("ok", "ConnectionError")
