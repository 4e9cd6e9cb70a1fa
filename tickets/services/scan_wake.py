"""Wakes the scanner after commit. A wake-up may be lost: the beat schedule sends one every half minute."""

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger("tickets")


def wake_scanner_on_commit() -> None:
    """Let a worker look at new files as soon as they are committed."""
    transaction.on_commit(_wake)


def _wake() -> None:
    try:
        current_app.send_task("tickets.tasks.scan_files", retry=False, expires=60)
    except (OperationalError, OSError) as error:
        log.warning("tickets.scan_wake_failed", error=str(error))
