"""/metrics and manage.py outbox_status: what a monitoring system is told, and who may hear it."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from tests.house.test_health import broker_down, database_down
from tickets.services.alerts import LAST_SWEEP

__all__ = ["broker_down", "database_down"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
TOKEN = "a-random-text-of-a-monitor"
LINE = re.compile(r'[a-z_]+(\{([a-z]+="[a-z0-9]+",?)+\})? [0-9.]+')


@pytest.fixture
def token(settings: Any) -> dict[str, str]:
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def fill() -> None:
    """Two tenants with mails in every state, and a webhook."""
    number = 0
    for slug in ("first", "second"):
        tenant = Tenant.objects.create(slug=slug, name=slug)
        with tenant_context(tenant.pk), transaction.atomic():
            for state, values in [
                ("queued", {"next_at": Now() - timedelta(seconds=100)}),
                ("queued", {"next_at": Now() + timedelta(seconds=100), "priority": 0}),
                ("queued", {"next_at": Now() - timedelta(seconds=500), "priority": 2}),
                ("sending", {}),
                ("failed", {}),
                ("sent", {"sent_at": Now() - timedelta(minutes=30)}),
                ("sent", {"sent_at": Now() - timedelta(hours=3)}),
                ("sent", {"sent_at": Now() - timedelta(days=3)}),
                ("failed", {"kind": "webhook"}),
            ]:
                number += 1
                given: dict[str, Any] = {
                    "next_at": Now(),
                    "queued_at": Now(),
                    "state": state,
                    "message_id": f"<{number}@x>",
                }
                sent = {"sender": "a@x", "recipient": "b@x", "subject": "s", "text": "t", "dedupe_key": str(number)}
                OutboxMessage.objects.create(**given | sent | values)


def told(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines), text
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN} ", "Bearer ä"])
def test_who_does_not_know_the_token_hears_nothing(client: Client, token: dict[str, str], given: str) -> None:
    answer = client.get("/metrics", headers={"Authorization": given})
    assert (answer.status_code, answer.content) == (401, b"")


def test_without_a_token_in_the_settings_it_does_not_exist(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    for given in ("", "Bearer ", "Bearer"):
        assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_all_tenants_are_counted_together(client: Client, token: dict[str, str]) -> None:
    fill()
    answer = client.get("/metrics", headers=token)
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    figures = told(answer.content.decode())
    assert figures['supportdesk_outbox_messages{kind="email",state="queued"}'] == 6
    assert figures['supportdesk_outbox_messages{kind="email",state="sending"}'] == 2
    assert figures['supportdesk_outbox_messages{kind="email",state="failed"}'] == 2
    assert figures['supportdesk_outbox_messages{kind="webhook",state="failed"}'] == 2
    assert figures['supportdesk_outbox_messages{kind="webhook",state="queued"}'] == 0
    assert figures['supportdesk_outbox_sent{kind="email",within="1h"}'] == 2
    assert figures['supportdesk_outbox_sent{kind="email",within="24h"}'] == 4
    assert 1800 <= figures['supportdesk_outbox_last_sent_seconds{kind="email"}'] < 1830
    assert 100 <= figures['supportdesk_outbox_oldest_due_seconds{kind="email",priority="normal"}'] < 130
    assert 500 <= figures['supportdesk_outbox_oldest_due_seconds{kind="email",priority="low"}'] < 530
    assert figures['supportdesk_outbox_oldest_due_seconds{kind="email",priority="urgent"}'] == 0
    assert figures['supportdesk_up{engine="database"}'] == figures['supportdesk_up{engine="broker"}'] == 1


def test_each_name_has_its_meaning_once_and_first(client: Client, token: dict[str, str]) -> None:
    fill()
    seen: list[str] = []
    for line in client.get("/metrics", headers=token).content.decode().splitlines():
        if line.startswith("# TYPE"):
            assert line.split()[2] not in seen
            seen.append(line.split()[2])
        elif not line.startswith("#"):
            assert re.split(r"[{ ]", line)[0] == seen[-1]
    assert len(seen) == 5


def test_the_last_sweep_is_told(client: Client, token: dict[str, str]) -> None:
    with time_machine.travel("2026-03-02T08:00:00+00:00", tick=False):
        cache.set(LAST_SWEEP, timezone.now() - timedelta(minutes=2), timeout=None)
        assert told(client.get("/metrics", headers=token).content.decode())["supportdesk_last_sweep_seconds"] == 120


def test_without_database_the_rest_is_told(client: Client, token: dict[str, str], database_down: str) -> None:
    figures = told(client.get("/metrics", headers=token).content.decode())
    assert figures['supportdesk_up{engine="database"}'] == (1 if database_down == "default" else 0)
    assert figures['supportdesk_up{engine="broker"}'] == 1


def test_without_broker_the_rest_is_told(client: Client, token: dict[str, str], broker_down: None) -> None:
    figures = told(client.get("/metrics", headers=token).content.decode())
    assert figures['supportdesk_up{engine="broker"}'] == 0
    assert 'supportdesk_outbox_messages{kind="email",state="queued"}' in figures


def test_two_questions_however_much_there_is(client: Client, token: dict[str, str]) -> None:
    fill()
    with CaptureQueriesContext(connections["relay"]) as asked:
        client.get("/metrics", headers=token)
    assert len(asked) == 2


def test_the_command_prints_the_same() -> None:
    fill()
    out = StringIO()
    call_command("outbox_status", stdout=out)
    assert told(out.getvalue())['supportdesk_outbox_messages{kind="email",state="queued"}'] == 6


def test_mass_mail_that_waits_for_its_rate_does_not_worry_readyz(client: Client) -> None:
    fill()
    assert 100 <= client.get("/readyz").json()["oldest_due_message_seconds"] < 130
