"""Celery: its settings and the whole beat schedule. Messages here are wake-ups that may be lost or doubled."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

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
        "beat_schedule": {
            # Every sweep is idempotent: several beats may run.
            "sweep-clocks": {"task": "tickets.tasks.sweep_clocks", "schedule": 5.0, "options": {"expires": 5}},
            "send-alerts": {"task": "tickets.tasks.mail_alerts", "schedule": 60.0, "options": {"expires": 60}},
            "drain-outbox": {"task": "outbox.tasks.drain", "schedule": 5.0, "options": {"expires": 5}},
            "close-resolved": {"task": "tickets.tasks.close_resolved", "schedule": 300.0, "options": {"expires": 300}},
            "recount": {"task": "tickets.tasks.recount", "schedule": 60.0, "options": {"expires": 60}},
            "turn-contracts": {
                "task": "contracts.tasks.turn_contracts",
                "schedule": 300.0,
                "options": {"expires": 300},
            },
            "payroll": {"task": "tickets.tasks.list_payroll_runs", "schedule": 300.0, "options": {"expires": 300}},
            "forget-requests": {
                "task": "contracts.tasks.forget_requests",
                "schedule": 86400.0,
                "options": {"expires": 3600},
            },
            "tidy-drafts": {"task": "tickets.tasks.tidy_drafts", "schedule": 3600.0, "options": {"expires": 3600}},
            "plan-surveys": {"task": "surveys.tasks.plan_invitations", "schedule": 60.0, "options": {"expires": 60}},
            "send-surveys": {"task": "surveys.tasks.send_invitations", "schedule": 60.0, "options": {"expires": 60}},
            "mail-mailings": {"task": "contracts.tasks.mail_mailings", "schedule": 10.0, "options": {"expires": 10}},
            # Midnight is the tenant's: the sweep finds it within five minutes.
            "change-plans": {"task": "tickets.tasks.change_plans", "schedule": 300.0, "options": {"expires": 300}},
            "mail-notifications": {
                "task": "tickets.tasks.mail_notifications",
                "schedule": 30.0,
                "options": {"expires": 30},
            },
            "forget-notifications": {
                "task": "tickets.tasks.forget_notifications",
                "schedule": 86400.0,
                "options": {"expires": 3600},
            },
        },
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
