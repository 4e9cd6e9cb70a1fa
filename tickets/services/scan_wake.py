"""Wakes the scanner after commit. A wake-up may be lost: the beat schedule sends one every half minute."""

from functools import partial

from django.db import transaction

from outbox.broker import wake


def wake_scanner_on_commit() -> None:
    """Let a worker look at new files as soon as they are committed."""
    transaction.on_commit(partial(wake, "tickets.tasks.scan_files"))
