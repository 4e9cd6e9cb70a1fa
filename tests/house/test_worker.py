"""A worker starts only where it may, and throws away only what is too old by the database's clock."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from celery.utils.dispatch import Signal
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from kombu import Message
from kombu.utils.imports import symbol_by_name

from accounts.clock import Anchor
from outbox.tasks import drain
from supportdesk import expiry
from supportdesk.celery import _look_at_the_database


def starting() -> Signal:
    """Give Celery's signal with our receiver alone."""
    signal = Signal(name="starting")
    signal.connect(_look_at_the_database)
    return signal


def test_it_ends_where_the_role_is_a_wrong_one(monkeypatch: Any) -> None:
    def refuse() -> None:
        raise ImproperlyConfigured("it owns the tables")

    monkeypatch.setattr("accounts.tenancy.roles.refuse_privileged_role", refuse)
    with pytest.raises(SystemExit, match="it owns the tables"):
        starting().send(sender=None)


def test_it_waits_for_a_broker_however_long_it_is_away() -> None:
    """Celery's own number ends a worker after some fifty minutes."""
    assert current_app.conf.broker_connection_max_retries is None
    assert current_app.conf.broker_connection_retry


def test_it_waits_while_the_database_is_away(db: None, monkeypatch: Any) -> None:
    answers = iter([OperationalError("it is away"), OperationalError("it is starting up"), None])
    waits: list[float] = []

    def ask() -> None:
        if error := next(answers):
            raise error

    monkeypatch.setattr("accounts.tenancy.roles.refuse_privileged_role", ask)
    monkeypatch.setattr("supportdesk.celery.connection.close", lambda: None)  # the test's own is in a transaction
    monkeypatch.setattr("supportdesk.celery.time.sleep", waits.append)
    monkeypatch.setattr(expiry, "_anchors", [])
    starting().send(sender=None)
    assert len(waits) == 2
    assert expiry._anchors


def wake_up(seconds: float) -> Any:
    """Give a wake-up as the worker sees it, sent now."""
    sent = current_app.amqp.as_task_v2("1", drain.name, expires=seconds)
    message = Message(
        body=json.dumps(sent.body), headers=sent.headers, content_type="application/json", content_encoding="utf-8"
    )
    return symbol_by_name(drain.Request)(message, app=current_app, task=drain)


def test_a_worker_whose_clock_is_ahead_throws_nothing_away(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(expiry, "_anchors", [])
    expiry.drop_anchor()
    request = wake_up(60)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        assert not request.revoked()


def test_what_is_old_by_the_databases_clock_is_thrown_away(monkeypatch: Any) -> None:
    request = wake_up(60)
    monkeypatch.setattr(expiry, "_anchors", [Anchor(datetime.now(UTC) + timedelta(seconds=61))])
    assert request.maybe_expire()
