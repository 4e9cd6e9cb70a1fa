"""Sends wake-ups to Celery, quickly or not at all: each may be lost, since a round by beat does its work."""

import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import structlog
from celery import current_app
from kombu import pools
from kombu.exceptions import OperationalError

# Seconds. A page waits for this, and a broker that is there answers in thousandths; workers wait longer.
PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}
# After a failure nobody tries for so long: a broker that hangs costs whoever tries the whole of its patience.
PAUSE = 5.0
EXPIRES = 60
_silent_until: dict[str, float] = {}
log = structlog.get_logger("broker")


@cache
def _connection(broker: str) -> Any:
    """Give what names the pool: made once, since it costs more than the sending."""
    return current_app.connection_for_write(broker, transport_options=PATIENCE)


def wake(task: str, args: Sequence[Any] = ()) -> bool:
    """Send a wake-up; False where the broker does not take it, which is logged. Call it after commit."""
    broker = current_app.conf.broker_write_url or current_app.conf.broker_url
    if time.monotonic() < _silent_until.get(broker, 0):
        log.warning("broker.wake_failed", task=task, error="not tried: it has just failed")
        return False
    try:
        with pools.producers[_connection(broker)].acquire(block=True, timeout=PATIENCE["socket_timeout"]) as producer:
            current_app.send_task(task, args=args, retry=False, expires=EXPIRES, producer=producer)
    except (OperationalError, OSError) as error:
        _silent_until[broker] = time.monotonic() + PAUSE
        log.warning("broker.wake_failed", task=task, error=str(error))
        return False
    return True
