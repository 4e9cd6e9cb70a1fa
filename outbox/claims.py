"""Who may send which row now: lease and token, on the connection `relay`, by the database's clock alone.

Each function is one short transaction. A row belongs to whoever holds its token; what it does to a row that has been
taken over since, it does to nobody.
"""

import uuid
from collections.abc import Iterable
from time import sleep
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction

from outbox import claiming
from outbox.carriers import Limits
from outbox.models import OutboxMessage

# Longer than the worst case of one mail: every step of the talk with a mail server may take EMAIL_TIMEOUT.
LEASE_SECONDS = 120
# What is claimed and not begun yet need not wait so long for somebody else where the relay is killed.
CLAIM_SECONDS = 20
# What goes to the tenant's own servers needs no rate.
RATED = "email"
# Of a server's answer so much is kept.
ERROR_LENGTH = 2000

# Between the attempts to write down what became of a message, while the database is restarted; well within a lease.
_WAITS = (0, 0.2, 0.5, 1, 2, 4, 8)
log = structlog.get_logger("outbox")

_BEGIN = "attempts = attempts + 1, lease_until = now() + make_interval(secs => %(lease)s)"
_SENT = """
    state = 'sent', sent_at = now(), token = NULL, lease_until = NULL, last_error = '',
    text = CASE WHEN is_secret THEN '' ELSE text END, html = CASE WHEN is_secret THEN '' ELSE html END,
    headers = CASE WHEN is_secret THEN '{}' ELSE headers END
"""
_FAILED = "state = 'failed', next_at = now(), token = NULL, lease_until = NULL, last_error = %(error)s"
_POSTPONED = """
    state = CASE WHEN attempts >= %(most)s THEN 'failed' ELSE 'queued' END,
    next_at = now() + make_interval(secs => CASE WHEN attempts >= %(most)s THEN 0 ELSE coalesce(
        %(wait)s, least(%(cap)s, %(first)s * 2 ^ least(greatest(attempts - 1, 0), 20)) * (0.5 + random())) END),
    token = NULL, lease_until = NULL, last_error = %(error)s
"""
_GIVEN_BACK = """
    state = 'queued', attempts = greatest(attempts - 1, 0), token = NULL, lease_until = NULL, last_error = %(error)s
"""
_RELEASED = "state = 'queued', token = NULL, lease_until = NULL"


def claim(token: uuid.UUID, limit: int, kind: str) -> list[OutboxMessage]:
    """Take up to `limit` messages of a kind that are due or whose lease has run out.

    In the order in which they are to be sent (outbox/claiming.py); what a relay let go of last: it may have killed it.
    """
    values: dict[str, Any] = {
        "token": token,
        "lease": min(CLAIM_SECONDS, LEASE_SECONDS),
        "limit": limit,
        "kind": kind,
        "rated": kind == RATED,
        "per_minute": settings.OUTBOX_PER_MINUTE,
    }
    with transaction.atomic(using="relay"):
        with connections["relay"].cursor() as cursor:
            cursor.execute(claiming.LOCK, values)
        rows: list[Any] = list(OutboxMessage._base_manager.db_manager("relay").raw(claiming.CLAIM, values))
    return sorted(rows, key=lambda row: (not row.turn, row.turn, row.next_at, row.pk))


def begin(message: OutboxMessage, token: uuid.UUID) -> bool:
    """Count one attempt and renew the lease; False where somebody else has the row now."""
    return _update(_BEGIN, [message.pk], token, lease=LEASE_SECONDS)


def mark_sent(message: OutboxMessage, token: uuid.UUID) -> bool:
    """Say that it is out; False where somebody else has the row now."""
    return _update(_SENT, [message.pk], token)


def fail(message: OutboxMessage, token: uuid.UUID, error: str) -> bool:
    """Give up, visibly: a person decides about another attempt."""
    return _update(_FAILED, [message.pk], token, error=_kept(error))


def postpone(message: OutboxMessage, token: uuid.UUID, error: str, limits: Limits, wait: float | None = None) -> bool:
    """Try again later (`wait` in seconds, else as the limits say), after their attempts never."""
    seconds = {"first": limits.first_wait, "cap": limits.longest_wait, "wait": wait}
    return _update(_POSTPONED, [message.pk], token, error=_kept(error), most=limits.attempts, **seconds)


def give_back(message: OutboxMessage, token: uuid.UUID, error: str) -> bool:
    """Take the attempt back: it was due and is due still, and nobody heard of it."""
    return _update(_GIVEN_BACK, [message.pk], token, error=_kept(error))


def release(messages: Iterable[OutboxMessage], token: uuid.UUID) -> None:
    """Give back what was claimed and not begun."""
    ids = [message.pk for message in messages]
    if ids:
        _update(_RELEASED, ids, token)


def _kept(error: str) -> str:
    """A server may answer anything; PostgreSQL keeps no NUL."""
    return error.replace("\0", "")[:ERROR_LENGTH]


def _update(change: str, ids: list[int], token: uuid.UUID, **values: str | float | None) -> bool:
    sql = f"UPDATE outbox_outboxmessage SET {change} WHERE id = ANY(%(ids)s) AND token = %(token)s"  # noqa: S608 - ours
    for wait in (*_WAITS, None):
        try:
            with connections["relay"].cursor() as cursor:
                cursor.execute(sql, {"ids": ids, "token": token, **values})
                return bool(cursor.rowcount)
        except (OperationalError, InterfaceError) as error:
            connections["relay"].close()
            if wait is None:
                raise
            # The mail may be out: if that is not written down, it goes out again.
            log.warning("outbox.database_away", error=str(error))
            sleep(wait)
    raise AssertionError("the last attempt returns or raises")
