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


@pytest.mark.parametrize("error", [ImproperlyConfigured("it owns the tables"), OperationalError("it is away")])
def test_it_ends_where_the_role_is_wrong_or_the_database_away(monkeypatch: Any, error: Exception) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr("accounts.tenancy.roles.refuse_privileged_role", refuse)
    starting = Signal(name="starting")  # Celery's own goes to its other receivers, too
    starting.connect(_look_at_the_database)
    with pytest.raises(SystemExit, match=str(error)):
        starting.send(sender=None)


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
