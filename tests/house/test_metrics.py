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
from inbox.models import ImapAccount, InboundMail
from outbox.models import OutboxMessage
from tests.cast import Cast
from tests.factories import make_ticket
from tests.house.test_health import broker_down, database_down
from tests.inbox.post import keep, letter, mailbox
from tickets.models import SlaClock
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


def test_what_a_relay_holds_is_due_as_long_as_it_is_not_out(client: Client, token: dict[str, str]) -> None:
    fill()
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk), transaction.atomic():  # as where the mail server hangs
            OutboxMessage.objects.filter(state="queued").update(state="sending")
    figures = told(client.get("/metrics", headers=token).content.decode())
    assert figures['supportdesk_outbox_messages{kind="email",state="sending"}'] == 8
    assert 100 <= figures['supportdesk_outbox_oldest_due_seconds{kind="email",priority="normal"}'] < 130
    assert 500 <= figures['supportdesk_outbox_oldest_due_seconds{kind="email",priority="low"}'] < 530
    assert 100 <= client.get("/readyz").json()["oldest_due_message_seconds"] < 130


def test_mail_that_came_in_and_is_not_taken_up_is_counted(
    client: Client, token: dict[str, str], nordsoft: Cast, lonhuset: Cast
) -> None:
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            for number, values in enumerate(
                [
                    {"received_at": Now() - timedelta(seconds=200)},
                    {"state": "failed", "outcome": "error"},
                    {"state": "failed", "outcome": "unreadable"},
                    {"state": "done", "outcome": "filed", "received_at": Now() - timedelta(minutes=30)},
                    {"state": "left", "outcome": "list", "received_at": Now() - timedelta(hours=3)},
                    {"state": "done", "outcome": "filed", "received_at": Now() - timedelta(days=3)},
                ]
            ):
                mail = keep(cast, letter(subject=f"Mail {number}"), at=mailbox(cast))
                InboundMail.objects.filter(pk=mail.pk).update(**values)
            box = mailbox(cast)
            for error, address in (("", "a"), ("refused", "b")):
                other = mailbox(cast, address=f"{address}@{box.address}")
                ImapAccount.objects.create(
                    mailbox=other, host="imap.example", user="u", sealed_password="", last_error=error
                )
    figures = told(client.get("/metrics", headers=token).content.decode())
    assert figures['supportdesk_inbound_mails{state="stored"}'] == 2
    assert figures['supportdesk_inbound_mails{state="failed"}'] == 4
    assert 200 <= figures["supportdesk_inbound_oldest_unread_seconds"] < 230
    assert figures['supportdesk_inbound_read{within="1h"}'] == 2
    assert figures['supportdesk_inbound_read{within="24h"}'] == 4
    assert figures["supportdesk_inbound_accounts_failing"] == 2


def test_alerts_that_are_due_and_not_raised_are_counted(
    client: Client, token: dict[str, str], nordsoft: Cast, lonhuset: Cast
) -> None:
    for cast, late in ((nordsoft, 70), (lonhuset, 300)):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            make_ticket(cast)
            SlaClock.objects.update(check_at=Now() + timedelta(hours=1))
            first = SlaClock.objects.order_by("pk")[0]
            SlaClock.objects.filter(pk=first.pk).update(check_at=Now() - timedelta(seconds=late))
    figures = told(client.get("/metrics", headers=token).content.decode())
    assert figures["supportdesk_alerts_due"] == 2
    assert 300 <= figures["supportdesk_alerts_oldest_due_seconds"] < 330


def test_where_nothing_is_every_figure_is_nought(client: Client, token: dict[str, str]) -> None:
    figures = told(client.get("/metrics", headers=token).content.decode())
    of_rest = {name: value for name, value in figures.items() if "inbound" in name or "alerts" in name}
    assert len(of_rest) == 8
    assert set(of_rest.values()) == {0}


def test_each_name_has_its_meaning_once_and_first(client: Client, token: dict[str, str]) -> None:
    fill()
    seen: list[str] = []
    for line in client.get("/metrics", headers=token).content.decode().splitlines():
        if line.startswith("# TYPE"):
            assert line.split()[2] not in seen
            seen.append(line.split()[2])
        elif not line.startswith("#"):
            assert re.split(r"[{ ]", line)[0] == seen[-1]
    assert len(seen) == 11


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


def test_four_questions_however_much_there_is(client: Client, token: dict[str, str]) -> None:
    fill()
    with CaptureQueriesContext(connections["relay"]) as asked:
        client.get("/metrics", headers=token)
    assert len(asked) == 4


def test_the_command_prints_the_same() -> None:
    fill()
    out = StringIO()
    call_command("outbox_status", stdout=out)
    assert told(out.getvalue())['supportdesk_outbox_messages{kind="email",state="queued"}'] == 6


def test_mass_mail_that_waits_for_its_rate_does_not_worry_readyz(client: Client) -> None:
    fill()
    assert 100 <= client.get("/readyz").json()["oldest_due_message_seconds"] < 130
