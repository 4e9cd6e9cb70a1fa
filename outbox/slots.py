"""So many rounds of a kind at once and no more, all workers together: a kind that hangs must not keep all workers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error, InterfaceError, OperationalError, connections

# Held by a transaction on a connection of its own, so that it ends with the process, killed or not. A relay that is
# frozen longer than a row's lease loses it.
_TAKE = """
SET LOCAL idle_in_transaction_session_timeout = '120s';
SELECT pg_try_advisory_xact_lock(hashtext('outbox.round ' || %s), %s)
"""
_kept = threading.local()


@contextmanager
def slot(kind: str, at_once: int) -> Iterator[bool]:
    """Take one of `at_once` places for a round of this kind; False where none is free. One at a time in a thread."""
    try:
        try:
            taken = _take(kind, at_once)
        except (OperationalError, InterfaceError):
            _forget()  # the server was restarted since the last round
            taken = _take(kind, at_once)
        yield taken
    finally:
        try:
            _connection().rollback()
        except Error:
            _forget()


def _take(kind: str, at_once: int) -> bool:
    connection = _connection()
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        for number in range(at_once):
            cursor.execute(_TAKE, [kind, number])
            if cursor.fetchone()[0]:
                return True
    return False


def _connection() -> Any:
    """Give this thread's own connection: claims need theirs for transactions of their own."""
    if not hasattr(_kept, "connection"):
        _kept.connection = connections.create_connection("relay")
    return _kept.connection


def _forget() -> None:
    with suppress(Error):
        _connection().close()
    del _kept.connection
