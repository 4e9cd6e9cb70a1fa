"""Wakes the relay after commit. A wake-up may be lost: the beat schedule sends one every 5 s."""

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger("outbox")


def wake_relay_on_commit() -> None:
    """Wake the relay once when the open transaction commits, however many messages it queued."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    try:
        current_app.send_task("outbox.tasks.drain", retry=False, expires=60)
    except (OperationalError, OSError) as error:
        # The business is committed and the row stands: the next sweep sends it.
        log.warning("outbox.wake_failed", error=str(error))
