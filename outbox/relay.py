"""Sends what is due. May run anywhere, any number of times at once, and be killed at any moment.

A row is claimed under a lease and a token, sent outside any transaction, and marked where the token is still ours.
Killed between sending and marking, it is sent again under the same Message-ID: nothing is lost, little is doubled.
"""

import time
import uuid
from collections import deque
from collections.abc import Callable

import structlog
from django.core.mail.backends.smtp import EmailBackend

from outbox import claims, smtp
from outbox.models import OutboxMessage

BATCH = 20
log = structlog.get_logger("outbox")


def drain(*, seconds: float = 10, stopped: Callable[[], bool] = lambda: False) -> int:
    """Send due mails until none is left, the mail server is away, `stopped()`, or `seconds` have gone by.

    Returns how many went out. The bound keeps a worker free for the clocks; the next wake-up goes on. Must not be
    called inside a transaction of the connection `relay`.
    """
    until = time.monotonic() + seconds
    server = EmailBackend()
    sent = 0

    def enough() -> bool:
        return stopped() or time.monotonic() >= until

    try:
        while not enough():
            token = uuid.uuid4()
            batch = deque(claims.claim(token, BATCH))
            if not batch:
                break
            try:
                while batch and not enough():
                    sent += _send(server, batch.popleft(), token)
            finally:
                claims.release(batch, token)
    except smtp.AwayError:
        pass  # logged and postponed; the others wait for the next wake-up with nothing held against them
    finally:
        server.close()
    return sent


def _send(server: EmailBackend, message: OutboxMessage, token: uuid.UUID) -> bool:
    if not claims.begin(message, token):
        return False
    try:
        smtp.send(server, message)
    except smtp.RefusedError as error:
        claims.fail(message, token, str(error))
        log.error("outbox.failed", message_id=message.message_id, error=str(error))
        return False
    except smtp.LaterError as error:
        claims.postpone(message, token, str(error))
        log.warning("outbox.postponed", message_id=message.message_id, error=str(error))
        return False
    except smtp.AwayError as error:
        claims.postpone(message, token, str(error))
        log.warning("outbox.server_away", message_id=message.message_id, error=str(error))
        raise
    if not claims.mark_sent(message, token):
        log.warning("outbox.taken_over", message_id=message.message_id)
    return True
