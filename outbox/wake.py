"""Wakes the relay after commit. A wake-up may be lost: the beat schedule sends one every 5 s."""

from functools import partial

from django.db import connection, transaction

from outbox.broker import wake
from outbox.kinds import KINDS


def wake_relay_on_commit(kind: str = "email") -> None:
    """Wake the relay of a kind once when the open transaction commits, however many messages it queued."""
    waking = [entry[1] for entry in connection.run_on_commit]
    if not any(isinstance(call, partial) and call.func is _wake and call.args == (kind,) for call in waking):
        transaction.on_commit(partial(_wake, kind))


def _wake(kind: str) -> None:
    wake(KINDS[kind].task)
