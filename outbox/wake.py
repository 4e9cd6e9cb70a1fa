"""Wakes the relay after commit. A wake-up may be lost: the beat schedule sends one every 5 s."""

from functools import partial

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from outbox.kinds import KINDS

log = structlog.get_logger("outbox")


def wake_relay_on_commit(kind: str = "email") -> None:
    """Wake the relay of a kind once when the open transaction commits, however many messages it queued."""
    waking = [entry[1] for entry in connection.run_on_commit]
    if not any(isinstance(call, partial) and call.func is _wake and call.args == (kind,) for call in waking):
        transaction.on_commit(partial(_wake, kind))


def _wake(kind: str) -> None:
    try:
        current_app.send_task(KINDS[kind].task, retry=False, expires=60)
    except (OperationalError, OSError) as error:
        # The business is committed and the row stands: the next sweep sends it.
        log.warning("outbox.wake_failed", kind=kind, error=str(error))
