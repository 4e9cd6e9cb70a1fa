"""Wakes the readers after commit. A wake-up may be lost: the beat schedule sends one every few seconds."""

from django.db import connection, transaction

from outbox.broker import wake


def wake_readers_on_commit() -> None:
    """Wake a reader once when the open transaction commits, however many messages it kept."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    wake("inbox.tasks.read_mail")
