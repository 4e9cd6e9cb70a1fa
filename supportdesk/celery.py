"""Celery: its settings. Messages here are wake-ups that may be lost or doubled."""

import os
import time
from typing import Any

import structlog
from celery import Celery, Task
from celery.signals import setup_logging, worker_init, worker_shutting_down
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from outbox import stopping
from supportdesk.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportdesk.settings")
log = structlog.get_logger("worker")


class WakeUp(Task):  # type: ignore[type-arg]
    """A task; its messages grow old by the database's clock."""

    Request = "supportdesk.expiry:Request"


app = Celery("supportdesk", task_cls=WakeUp)


def _configuration() -> dict[str, Any]:
    """Read settings.py when Celery is first used: this module is imported together with the package."""
    from django.conf import settings

    broker = settings.REDIS_URL
    if broker.startswith("unix:"):
        broker = broker.replace("unix:", "redis+socket:", 1)
    return {
        "broker_url": broker,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # else a worker gives up after fifty minutes
        "broker_transport_options": {
            "visibility_timeout": 300,
            "unacked_restore_throttle": 1,  # else redelivery after a killed worker takes over a minute
            "socket_timeout": 10,
            "socket_connect_timeout": 2,
            "max_retries": 1,  # a page must not wait for a broker that is down: the sweep wakes the relay anyway
            "interval_start": 0.1,
            "global_keyprefix": f"{settings.CACHES['default']['KEY_PREFIX']}:",
        },
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "task_default_queue": "supportdesk",
        "timezone": "UTC",
        "beat_schedule": beat_schedule(),
    }


app.add_defaults(_configuration)
app.set_default()  # else the web server's other threads would get an app without a broker
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logs(**kwargs: Any) -> None:
    """Leave logging as settings.py made it."""


@worker_init.connect
def _look_at_the_database(**kwargs: Any) -> None:
    """Wait for the database, and end where the role is a wrong one.

    Celery logs what a receiver raises and goes on, unless it is SystemExit.
    """
    from accounts.tenancy.roles import refuse_privileged_role
    from supportdesk.expiry import drop_anchor

    while True:
        try:
            refuse_privileged_role()
            drop_anchor()
            return
        except ImproperlyConfigured as error:
            raise SystemExit(f"The worker does not start. {error}") from error
        except DatabaseError as error:
            log.warning("worker.database_away", error=str(error))
            connection.close()
            time.sleep(2)


@worker_shutting_down.connect
def _stop_relays(**kwargs: Any) -> None:
    stopping.stop()
