"""Deliveries, on real PostgreSQL as the role `relay` and over real HTTP."""

import json
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from outbox.models import OutboxMessage, WebhookAttempt, WebhookChange, WebhookEndpoint
from outbox.sealing import seal, unseal
from outbox.tasks import drain_webhooks
from outbox.webhooks import announcing, claiming, client, rounds, settling, signing
from outbox.webhooks.announcing import announce
from outbox.webhooks.endpoints import MOST_OLD, redeliver, redeliver_failed, rotate_secret, switch_off, switch_on
from outbox.webhooks.rounds import drain
from tests.cast import MONDAY, Cast
from tests.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
State = OutboxMessage.State
Made = Callable[..., WebhookEndpoint]


@pytest.fixture
def made(nordsoft: Cast, receiver: Receiver) -> Made:
    """Make an endpoint that wants to know of created tickets."""

    def make(**values: Any) -> WebhookEndpoint:
        given = {"url": receiver.url, "kinds": ["ticket.created"], "secret": seal(signing.new_secret())}
        with transaction.atomic():
            return WebhookEndpoint.objects.create(created_at=MONDAY, **given | values)

    return make


def tell(key: str = "event:1", **data: Any) -> None:
    with transaction.atomic():
        announce(kind="ticket.created", key=key, data={"ticket": {"number": 1042}, **data}, now=MONDAY)


def rows(**values: Any) -> list[OutboxMessage]:
    with transaction.atomic():
        return list(OutboxMessage.objects.filter(**{"kind": "webhook", **values}).order_by("pk"))


def row(**values: Any) -> OutboxMessage:
    [found] = rows(**values)
    return found


def change(model: Any, **values: Any) -> None:
    with transaction.atomic():
        model.objects.update(**values)


def again(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    with transaction.atomic():
        return WebhookEndpoint.objects.get(pk=endpoint.pk)


def attempts() -> list[WebhookAttempt]:
    with transaction.atomic():
        return list(WebhookAttempt.objects.order_by("pk"))


def hurry() -> None:
    """Let everything that waits be due now, and no endpoint rest."""
    change(OutboxMessage, next_at=Now())
    change(WebhookEndpoint, paused_until=None)


def test_it_is_delivered_once_and_signed(made: Made, receiver: Receiver) -> None:
    endpoint = made()
    tell(name="Åsa")
    assert drain() == 1
    assert drain() == 0
    [got] = receiver.received
    kept = row()
    assert json.loads(got.body) == {
        "type": "ticket.created",
        "timestamp": "2026-03-02T08:00:00Z",
        "data": {"ticket": {"number": 1042}, "name": "Åsa"},
    }
    signed = signing.headers(
        [unseal(endpoint.secret)],
        webhook_id=kept.message_id,
        timestamp=int(got.headers["webhook-timestamp"]),
        body=got.body,
    )
    assert {name: got.headers[name] for name in signed} == signed
    assert abs(int(got.headers["webhook-timestamp"]) - time.time()) < 60
    assert (kept.state, kept.attempts, kept.token) == (State.SENT, 1, None)
    [attempt] = attempts()
    assert (attempt.status, attempt.answer, attempt.message_id) == (200, "thanks", kept.pk)


def test_the_signature_is_of_the_database_s_time(made: Made, receiver: Receiver, monkeypatch: Any) -> None:
    """A worker whose clock is two hours ahead is believed all the same."""
    made()
    tell()
    real = time.time
    monkeypatch.setattr(rounds.time, "time", lambda: real() + 7200)
    assert drain() == 1
    assert abs(int(receiver.received[0].headers["webhook-timestamp"]) - real()) < 60


def test_both_secrets_sign_for_a_day(made: Made, receiver: Receiver, nordsoft: Cast) -> None:
    endpoint = made()
    old = unseal(endpoint.secret)
    with transaction.atomic():
        new = rotate_secret(endpoint=endpoint, actor=nordsoft.admin, now=again(endpoint).created_at)
    change(WebhookEndpoint, old_secret_until=Now() + timedelta(minutes=1))
    tell("event:1")
    drain()
    change(WebhookEndpoint, old_secret_until=Now() - timedelta(seconds=1))
    tell("event:2")
    drain()
    for got, secrets in zip(receiver.received, ([new, old], [new]), strict=True):
        signed = signing.headers(
            secrets,
            webhook_id=got.headers["webhook-id"],
            timestamp=int(got.headers["webhook-timestamp"]),
            body=got.body,
        )
        assert got.headers["webhook-signature"] == signed["webhook-signature"]


def test_a_secret_made_twice_does_not_end_the_one_in_use(made: Made, receiver: Receiver, nordsoft: Cast) -> None:
    endpoint = made()
    secrets = [unseal(endpoint.secret)]
    for _ in range(MOST_OLD + 1):
        with transaction.atomic():
            secrets.insert(0, rotate_secret(endpoint=endpoint, actor=nordsoft.admin, now=timezone.now()))
        tell(f"event:{len(secrets)}")
        drain()
    got = receiver.received[1]
    stamp = {"webhook_id": got.headers["webhook-id"], "timestamp": int(got.headers["webhook-timestamp"])}
    signed = signing.headers(secrets[-3:], **stamp, body=got.body)  # type: ignore[arg-type]
    assert got.headers["webhook-signature"] == signed["webhook-signature"]
    assert [len(one.headers["webhook-signature"].split()) for one in receiver.received] == [2, 3, 4, 5, 5]


def test_what_is_refused_comes_again_under_the_same_id(made: Made, receiver: Receiver) -> None:
    endpoint = made()
    receiver.first = [500]
    tell()
    assert drain() == 0
    kept, failing = row(), again(endpoint)
    assert (kept.state, kept.last_error) == (State.QUEUED, "500 thanks")
    assert failing.failures == 1
    assert failing.failing_since is not None
    assert drain() == 0  # neither it nor its endpoint is due yet
    hurry()
    assert drain() == 1
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    fine = again(endpoint)
    assert (fine.failures, fine.failing_since, fine.paused_until) == (0, None, None)
    assert [attempt.status for attempt in attempts()] == [500, 200]


def test_after_the_last_attempt_it_has_failed_and_can_be_sent_again(
    made: Made, receiver: Receiver, nordsoft: Cast
) -> None:
    endpoint = made()
    receiver.status = 500
    tell()
    change(OutboxMessage, attempts=len(settling.WAITS))
    drain()
    kept = row()
    assert (kept.state, kept.attempts) == (State.FAILED, 10)
    hurry()
    assert drain() == 0
    receiver.status = 200
    with transaction.atomic():
        assert redeliver_failed(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY) == 1
    hurry()
    assert drain() == 1
    with transaction.atomic():
        redeliver(message=row(), actor=nordsoft.admin, now=MONDAY)
    assert drain() == 1
    assert len({got.headers["webhook-id"] for got in receiver.received}) == 1
    assert row().attempts == 1


def test_an_address_that_is_gone_is_switched_off(made: Made, receiver: Receiver) -> None:
    endpoint = made()
    told: list[WebhookEndpoint] = []
    receiver.status = 410
    tell()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "_hooks", [lambda endpoint, now: told.append(endpoint)])
        drain()
    off = again(endpoint)
    assert (off.is_active, off.disabled_reason) == (False, WebhookEndpoint.Off.GONE)
    assert off.disabled_at is not None
    assert row().state == State.FAILED
    assert told == [off]
    with transaction.atomic():
        assert [(entry.kind, entry.actor_id) for entry in WebhookChange.objects.all()] == [("off", None)]
    tell("event:2")
    assert len(rows()) == 1  # nothing more is written for it


@pytest.mark.parametrize(("days", "failures", "is_off"), [(6, 9, True), (6, 3, False), (4, 50, False)])
def test_it_is_switched_off_after_five_days_without_success(
    made: Made, receiver: Receiver, days: int, failures: int, is_off: bool
) -> None:
    endpoint = made(failures=failures)
    change(WebhookEndpoint, failing_since=Now() - timedelta(days=days))
    receiver.status = 500
    tell()
    drain()
    assert again(endpoint).is_active is not is_off
    assert row().state == State.QUEUED
    assert [mail.recipient for mail in rows(kind="email")] == ["astrid@nordsoft.example"] * is_off


def test_a_notice_that_cannot_be_written_stops_nothing(made: Made, receiver: Receiver) -> None:
    def fail(endpoint: WebhookEndpoint, now: object) -> None:
        WebhookEndpoint.objects.create(url="x" * 600, kinds=[], secret="", created_at=MONDAY)

    endpoint = made()
    receiver.status = 410
    tell()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "_hooks", [fail])
        drain()
    assert not again(endpoint).is_active
    assert row().state == State.FAILED


def test_what_waits_while_it_is_off_is_sent_when_it_is_on(made: Made, receiver: Receiver, nordsoft: Cast) -> None:
    endpoint = made()
    tell()
    with transaction.atomic():
        switch_off(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    assert drain() == 0
    with transaction.atomic():
        switch_on(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    assert drain() == 1


def test_after_a_failure_the_other_rows_of_the_endpoint_are_spared(made: Made, receiver: Receiver) -> None:
    made()
    receiver.status = 500
    for number in range(5):
        tell(f"event:{number}")
    drain()
    assert len(receiver.received) == 1
    assert [kept.state for kept in rows()] == [State.QUEUED] * 5
    assert sorted(kept.attempts for kept in rows()) == [0, 0, 0, 0, 1]
    hurry()
    drain()
    assert len(receiver.received) == 2
    receiver.status = 200
    hurry()
    assert drain() == 5


def test_one_that_hangs_holds_up_nobody_else(made: Made, receiver: Receiver, monkeypatch: Any) -> None:
    monkeypatch.setattr(rounds, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(rounds, "LANES", 2)
    with receiving() as hanging:
        release = threading.Event()
        hanging.talk = lambda handler: release.wait(5)
        made(url=hanging.url)
        made()
        for number in range(15):
            tell(f"event:{number}")
        done = threading.Thread(target=drain)
        done.start()
        until = time.monotonic() + 5
        while len(receiver.received) < 15:
            assert time.monotonic() < until, f"{len(receiver.received)} arrived beside the one that hangs"
            time.sleep(0.02)  # another thread is at work
        assert len(hanging.received) == 1
        release.set()
        done.join()
    assert len(rows(state=State.SENT)) == 15
    assert len(hanging.received) == 1


def test_two_relays_do_not_talk_to_the_same_endpoint(made: Made) -> None:
    made()
    for number in range(25):
        tell(f"event:{number}")
    first = claiming.claim(uuid.uuid4(), 8)
    assert len(first) == claiming.AT_ONCE
    assert claiming.claim(uuid.uuid4(), 8) == []
    change(OutboxMessage, lease_until=Now() - timedelta(seconds=1))  # killed
    assert len(claiming.claim(uuid.uuid4(), 8)) == claiming.AT_ONCE


def test_a_claim_takes_from_each_of_so_many_endpoints(made: Made) -> None:
    for _ in range(4):
        made()
    for number in range(12):
        tell(f"event:{number}")
    taken = claiming.claim(uuid.uuid4(), 3)
    assert len(taken) == 30
    assert len({message.endpoint_id for message in taken}) == 3


def test_one_killed_in_between_sends_again_under_the_same_id(made: Made, receiver: Receiver, monkeypatch: Any) -> None:
    made()
    tell()

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rounds, "settle", die)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert row().state == State.SENDING
    change(OutboxMessage, lease_until=Now() - timedelta(seconds=1))
    assert drain() == 1
    assert len({got.headers["webhook-id"] for got in receiver.received}) == 1


def test_a_secret_under_another_key_is_an_error_in_the_log_until_a_new_one_is_made(
    made: Made, receiver: Receiver, nordsoft: Cast
) -> None:
    endpoint = made(secret="gAAAAAB")
    tell()
    drain()
    assert receiver.received == []
    assert "SECRET_KEY" in attempts()[0].error
    with transaction.atomic():
        rotate_secret(endpoint=endpoint, actor=nordsoft.admin, now=timezone.now())
    hurry()
    assert drain() == 1
    assert len(receiver.received[0].headers["webhook-signature"].split()) == 1


def test_a_fault_of_ours_is_held_against_one_delivery_alone(made: Made, receiver: Receiver) -> None:
    made(secret=seal("whsec_?"))
    made()
    tell()
    assert drain() == 1
    [waiting] = rows(state=State.QUEUED)
    assert "base64" in waiting.last_error
    assert waiting.attempts == 1


def test_what_is_rolled_back_is_not_told(made: Made, receiver: Receiver) -> None:
    made()

    def fail() -> None:
        with transaction.atomic():
            tell()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert drain() == 0
    with pytest.raises(transaction.TransactionManagementError):
        announcing.tell([], [])


def test_a_cause_is_told_once_to_whoever_wants_it(made: Made, receiver: Receiver) -> None:
    made()
    made(kinds=["ticket.closed"])
    made(is_active=False)
    tell()
    tell()
    assert drain() == 1


def test_another_tenant_s_endpoints_hear_nothing(made: Made, lonhuset: Cast, receiver: Receiver) -> None:
    from accounts.tenancy.context import tenant_context

    made()
    with tenant_context(lonhuset.tenant.pk):
        tell()
        assert rows() == []


def test_the_command_and_the_task_deliver(made: Made, receiver: Receiver) -> None:
    made()
    tell("event:1")
    out = StringIO()
    call_command("outbox_run", "--once", stdout=out)
    assert out.getvalue() == "1 sent\n"
    tell("event:2")
    drain_webhooks()
    assert len(receiver.received) == 2


def test_a_hand_that_stops_it_leaves_the_rest_waiting(made: Made, receiver: Receiver) -> None:
    made()
    for number in range(3):
        tell(f"event:{number}")
    assert drain(stopped=lambda: bool(receiver.received)) == 1
    assert [kept.state for kept in rows()].count(State.QUEUED) == 2
    assert client.post(receiver.url, b"{}", {}).is_delivered
