"""Sends what is due of one kind. May run anywhere, any number of times at once, and be killed at any moment.

A row is claimed under a lease and a token, sent outside any transaction, and marked where the token is still ours.
Killed between sending and marking, it is sent again under the same Message-ID: nothing is lost, little is doubled.
"""

import time
import uuid
from collections import deque
from collections.abc import Callable

import structlog

from outbox import claims, stopping
from outbox.carriers import AwayError, Carrier, LaterError, RefusedError
from outbox.models import OutboxMessage
from outbox.slots import slot

BATCH = 20
log = structlog.get_logger("outbox")


def drain(carrier: Carrier, *, seconds: float = 10, stopped: Callable[[], bool] = stopping.is_stopping) -> int:
    """Send due messages until none is left, nobody takes them, `stopped()`, or `seconds` have gone by.

    Returns how many went out, and closes the carrier. The bound keeps a worker free for the clocks; the next wake-up
    goes on. Does nothing where as many rounds of the kind run already as the carrier's limits allow. Must not be called
    inside a transaction of the connection `relay`. Raises OperationalError where the database stays away: what was
    claimed is free again when its lease runs out.
    """
    with slot(carrier.kind, carrier.limits.at_once) as is_ours:
        return _round(carrier, seconds, stopped) if is_ours else 0


def _round(carrier: Carrier, seconds: float, stopped: Callable[[], bool]) -> int:
    until = time.monotonic() + seconds
    sent = 0

    def enough() -> bool:
        return stopped() or time.monotonic() >= until

    try:
        while not enough():
            token = uuid.uuid4()
            batch = deque(claims.claim(token, BATCH, carrier.kind))
            if not batch:
                break
            try:
                while batch and not enough():
                    sent += _send(carrier, batch.popleft(), token)
            finally:
                claims.release(batch, token)
    except AwayError:
        pass  # logged and given back; all wait for the next wake-up with nothing held against them
    finally:
        carrier.close()
    return sent


def _send(carrier: Carrier, message: OutboxMessage, token: uuid.UUID) -> bool:
    told = {"kind": message.kind, "message_id": message.message_id}
    if message.attempts >= carrier.limits.attempts:
        # Counted before each attempt: this one has ended relay after relay.
        claims.fail(message, token, "The sending ended without an answer, again and again.")
        log.error("outbox.unanswered", **told)
        return False
    if not claims.begin(message, token):
        return False
    try:
        carrier.send(message)
    except RefusedError as error:
        claims.fail(message, token, str(error))
        log.error("outbox.failed", **told, error=str(error))
        return False
    except LaterError as error:
        claims.postpone(message, token, str(error), carrier.limits, wait=error.wait)
        log.warning("outbox.postponed", **told, error=str(error))
        return False
    except AwayError as error:
        claims.give_back(message, token, str(error))
        log.warning("outbox.server_away", **told, error=str(error))
        raise
    except Exception as error:
        # A fault of ours must not keep the others from going out.
        claims.postpone(message, token, f"{type(error).__name__}: {error}", carrier.limits)
        log.exception("outbox.fault", **told)
        return False
    if not claims.mark_sent(message, token):
        log.warning("outbox.taken_over", **told)
    return True
