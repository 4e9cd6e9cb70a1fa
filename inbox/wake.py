"""Wakes the readers after commit. A wake-up may be lost: the beat schedule sends one every few seconds."""

from threading import Lock, Timer
from time import monotonic

from django.db import connection, transaction

from outbox.broker import wake

# One reader takes all that waits: a mail server that keeps a hundred messages a second need not call it for each.
APART = 0.2


class _Caller:
    """Calls at once, and once more at the end of APART for all that came within."""

    def __init__(self) -> None:
        self._lock, self._called, self._waits = Lock(), -APART, False

    def call(self) -> None:
        with self._lock:
            if self._waits:
                return
            left = self._called + APART - monotonic()
            self._waits = left > 0
        if left > 0:
            timer = Timer(left, self._now)
            timer.daemon = True
            timer.start()
        else:
            self._now()

    def _now(self) -> None:
        with self._lock:
            self._called, self._waits = monotonic(), False
        wake("inbox.tasks.read_mail")


_caller = _Caller()


def wake_readers_on_commit() -> None:
    """Wake a reader once when the open transaction commits, however many messages it kept."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    _caller.call()
