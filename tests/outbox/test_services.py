"""Queueing: in the business transaction, once per cause, rendered for its receiver."""

from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction
from kombu import pools

from outbox.models import OutboxMessage
from outbox.services import queue_mail
from outbox.states import send_again
from outbox.wake import wake_relay_on_commit
from tests.cast import Cast
from tests.outbox.conftest import NOW, Queue, queue_and_fail


def test_a_cause_has_one_mail(queue: Queue) -> None:
    first = queue()
    assert first is not None
    assert first.state == OutboxMessage.State.QUEUED
    assert queue() is None
    assert queue(dedupe_key="cause:2") is not None
    assert OutboxMessage.objects.get(dedupe_key="cause:1").message_id == first.message_id


def test_two_tenants_may_use_the_same_key(queue: Queue, lonhuset: Cast) -> None:
    from accounts.tenancy.context import tenant_context

    assert queue() is not None
    with tenant_context(lonhuset.tenant.pk):
        other = queue(language="")
    assert other is not None
    assert other.sender == "Lønhuset <support@lonhuset.example>"
    assert other.subject == "mandag: A & B < C"


def test_the_message_id_is_at_the_senders_domain(queue: Queue) -> None:
    message = queue()
    assert message is not None
    assert message.message_id.endswith("@nordsoft.example>")


def test_a_sender_with_national_letters_gets_an_ascii_message_id(queue: Queue) -> None:
    message = queue(sender="Løn <hej@lønhuset.example>")
    assert message is not None
    assert message.message_id.endswith("@xn--lnhuset-q1a.example>")


@pytest.mark.parametrize(
    ("language", "subject"),
    [("sv", "måndag: A & B < C"), ("da", "mandag: A & B < C"), ("en", "Monday: A & B < C"), ("", "måndag: A & B < C")],
)
def test_text_and_html_are_in_the_receivers_language(queue: Queue, language: str, subject: str) -> None:
    message = queue(language=language)
    assert message is not None
    assert message.subject == subject
    assert "A & B < C" in message.text
    assert "A &amp; B &lt; C" in message.html
    assert subject.partition(":")[0] in message.html
    assert f'<html lang="{language or "sv"}">' in message.html


def test_a_line_break_in_the_subject_starts_no_header(queue: Queue) -> None:
    message = queue(context={"about": "x\r\nBcc: all@nordsoft.example"})
    assert message is not None
    assert "\n" not in message.subject
    assert "Bcc" not in message.subject


@pytest.mark.parametrize(
    "evil",
    [
        {"recipient": "a@x.example\nBcc: b@x.example"},
        {"sender": "A <a@x.example>\r\nBcc: b@x.example"},
        {"reply_to": "a@x.example\r\nBcc: b@x.example"},
        {"reply_to": "a@x.example\n"},
        {"headers": {"X-Ticket": "1\nBcc: b@x.example"}},
        {"headers": {"X-Ticket\nBcc": "b@x.example"}},
        {"headers": {"Bcc": "b@x.example"}},
        {"headers": {"message-id": "<mine@x.example>"}},
    ],
)
def test_header_injection_is_refused(queue: Queue, evil: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"line break|cannot be set"):
        queue(**evil)
    assert not OutboxMessage.objects.exists()


def test_a_tenants_name_starts_no_header(queue: Queue, nordsoft: Cast) -> None:
    nordsoft.tenant.name = 'Nord\nBcc: "b" <b@x.example>'
    nordsoft.tenant.save()
    message = queue()
    assert message is not None
    assert message.sender == r'"Nord Bcc: \"b\" <b@x.example>" <support@nordsoft.example>'


def test_a_template_without_subject_is_refused(queue: Queue, tmp_path: Any) -> None:
    (tmp_path / "templates" / "emails" / "letter.txt").write_text("")
    with pytest.raises(ValueError, match="no subject"):
        queue()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused(nordsoft: Cast) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        queue_mail(dedupe_key="x", recipient="a@x.example", template="letter", context={}, language="sv", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_rolled_back_nothing_is_queued_and_nobody_woken(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: woken.append(name))
    queue_and_fail(queue)
    with transaction.atomic():
        assert not OutboxMessage.objects.exists()
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_one_transaction_wakes_the_relay_once_after_commit(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: woken.append(name))
    with transaction.atomic():
        for number in range(3):
            queue(dedupe_key=f"cause:{number}")
        assert woken == []
    assert woken == ["outbox.tasks.drain"]


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_rolled_back_takes_only_its_own_wake_up_along(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: woken.append(name))
    with transaction.atomic():
        queue_and_fail(queue)
        queue(dedupe_key="cause:2")
    assert woken == ["outbox.tasks.drain"]


def forget_connections() -> None:
    """Let Celery connect anew, to wherever the settings point now."""
    pools.reset()
    app: Any = current_app
    app._pool = None
    app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_costs_the_wake_up_alone(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setitem(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    forget_connections()
    message = queue()
    assert message is not None
    assert "broker.wake_failed" in caplog.text
    with transaction.atomic():
        assert OutboxMessage.objects.filter(pk=message.pk).exists()
    forget_connections()


def test_only_a_failed_message_is_retried(queue: Queue, nordsoft: Cast) -> None:
    message = queue()
    assert message is not None
    assert send_again(ids=[message.pk], kind="email", actor=nordsoft.manager, now=NOW) == 0


def test_waking_asks_for_no_more_than_one_callback(queue: Queue) -> None:
    before = len(connection.run_on_commit)
    with transaction.atomic():
        wake_relay_on_commit()
        wake_relay_on_commit()
    assert len(connection.run_on_commit) == before + 1
