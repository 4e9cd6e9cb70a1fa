"""Tells the endpoints what is due, several at a time and each in turn: one that hangs holds up nobody else.

A delivery is claimed under a lease and a token, sent outside any transaction, and settled where the token is still
ours. Killed in between, it is sent again under the same webhook-id. Requests run in threads, which have no database.
"""

import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

from outbox import claims, stopping
from outbox.carriers import Limits
from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.sealing import UnreadableSecretError, unseal
from outbox.webhooks import client, signing
from outbox.webhooks.claiming import claim, endpoints_of
from outbox.webhooks.client import Outcome
from outbox.webhooks.settling import settle

# Endpoints that are told at the same time.
LANES = 8
# While all answers are waited for, others may have become due.
LOOK_SECONDS = 1.0
log = structlog.get_logger("outbox")


def drain(*, seconds: float = 10, stopped: Callable[[], bool] = stopping.is_stopping) -> int:
    """Send due deliveries until none is left, `stopped()`, or `seconds` have gone by; give how many came through.

    What is under way then is waited for: TOTAL_SECONDS of the client at most. Must not be called inside a transaction.
    """
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(LANES) as pool:
        return _Round(pool, lambda: stopped() or time.monotonic() >= until).run()


@dataclass
class _Lane:
    """One endpoint's deliveries, sent one after the other under one token."""

    endpoint: WebhookEndpoint
    token: uuid.UUID
    waiting: deque[OutboxMessage]
    # The database's clock less this machine's, in seconds: receivers refuse what is signed at another time.
    ahead: float


@dataclass
class _Round:
    pool: ThreadPoolExecutor
    enough: Callable[[], bool]
    running: dict[Future[Outcome], tuple[_Lane, OutboxMessage]] = field(default_factory=dict)
    lanes: list[_Lane] = field(default_factory=list)
    delivered: int = 0

    def run(self) -> int:
        try:
            while True:
                if len(self.running) < LANES and not self.enough():
                    self._open_lanes()
                if not self.running:
                    return self.delivered
                for done in wait(self.running, LOOK_SECONDS, FIRST_COMPLETED).done:
                    self._settle(*self.running.pop(done), done)
        finally:
            for lane in self.lanes:
                if lane.waiting:
                    claims.release(lane.waiting, lane.token)

    def _open_lanes(self) -> None:
        self.lanes = [lane for lane in self.lanes if lane.waiting]
        token = uuid.uuid4()
        messages = claim(token, LANES - len(self.running))
        found = endpoints_of(messages)
        grouped: defaultdict[int, deque[OutboxMessage]] = defaultdict(deque)
        for message in messages:
            grouped[message.endpoint_id or 0].append(message)
        for key, waiting in grouped.items():
            claimed_at: Any = waiting[0].claimed_at  # type: ignore[attr-defined]
            lane = _Lane(found[key], token, waiting, claimed_at - time.time())
            self.lanes.append(lane)
            self._next(lane)

    def _next(self, lane: _Lane) -> None:
        """Begin the lane's next delivery; one that somebody else has taken over is passed by."""
        while lane.waiting:
            message = lane.waiting.popleft()
            if claims.begin(message, lane.token):
                self.running[self.pool.submit(_send, lane, message)] = (lane, message)
                return

    def _settle(self, lane: _Lane, message: OutboxMessage, done: Future[Outcome]) -> None:
        is_delivered = False
        try:
            outcome = done.result()
            if not settle(message, lane.endpoint, lane.token, outcome):
                log.warning("outbox.taken_over", message_id=message.message_id)
            is_delivered = outcome.is_delivered
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # A fault of ours must not keep the others from being told.
            claims.postpone(message, lane.token, f"{type(error).__name__}: {error}", Limits())
            log.exception("outbox.fault", message_id=message.message_id)
        self.delivered += is_delivered
        if is_delivered and not self.enough():
            self._next(lane)
        elif lane.waiting:
            claims.release(lane.waiting, lane.token)
            lane.waiting.clear()


def _send(lane: _Lane, message: OutboxMessage) -> Outcome:
    """Sign and post, in a thread that has no database."""
    endpoint, body = lane.endpoint, message.text.encode()
    now = time.time() + lane.ahead
    try:
        secrets = [unseal(endpoint.secret)]
    except UnreadableSecretError as error:
        return Outcome(milliseconds=0, error=str(error))
    for old in signing.signing_besides(endpoint, now=datetime.fromtimestamp(now, UTC)):
        with suppress(UnreadableSecretError):  # it was replaced because nobody can read it any more
            secrets.append(unseal(old))
    signed = signing.headers(secrets, webhook_id=message.message_id, timestamp=int(now), body=body)
    return client.post(endpoint.url, body, signed)
