"""Wakes the readers after commit. A wake-up may be lost: the beat schedule sends one every few seconds."""

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger("inbox")


def wake_readers_on_commit() -> None:
    """Wake a reader once when the open transaction commits, however many messages it kept."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    try:
        current_app.send_task("inbox.tasks.read_mail", retry=False, expires=60)
    except (OperationalError, OSError) as error:
        # The message is kept: the next round reads it.
        log.warning("inbox.wake_failed", error=str(error))
