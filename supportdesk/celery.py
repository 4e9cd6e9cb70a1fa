"""Celery: its settings. Messages here are wake-ups that may be lost or doubled."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

from supportdesk.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportdesk.settings")
app = Celery("supportdesk")


def _configuration() -> dict[str, Any]:
    """Read settings.py when Celery is first used: this module is imported together with the package."""
    from django.conf import settings

    broker = settings.REDIS_URL
    if broker.startswith("unix:"):
        broker = broker.replace("unix:", "redis+socket:", 1)
    return {
        "broker_url": broker,
        "broker_connection_retry_on_startup": True,
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
def _refuse_privileged_role(**kwargs: Any) -> None:
    from accounts.tenancy.roles import refuse_privileged_role

    refuse_privileged_role()
