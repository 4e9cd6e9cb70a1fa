"""What beat calls for, and how often. Every round is idempotent: several beats may run, and a call may be lost."""

from typing import Any

# Seconds from one call to the next. What belongs to a tenant's midnight is found within five minutes of it.
SECONDS = {
    "outbox.tasks.drain": 5,
    "outbox.tasks.drain_webhooks": 5,
    "tickets.tasks.sweep_clocks": 5,
    "inbox.tasks.read_mail": 5,
    "contracts.tasks.mail_mailings": 10,
    "tickets.tasks.mail_alerts": 30,
    "tickets.tasks.mail_notifications": 30,
    "inbox.tasks.poll_imap": 30,
    "tickets.tasks.scan_files": 30,
    "surveys.tasks.plan_invitations": 60,
    "surveys.tasks.send_invitations": 60,
    "surveys.tasks.remind_of_calls": 300,
    "tickets.tasks.recount": 60,
    "reports.tasks.roll_up": 60,
    "reports.tasks.mail_customer_reports": 60,
    "contracts.tasks.turn_contracts": 300,
    "tickets.tasks.change_plans": 300,
    "tickets.tasks.close_resolved": 300,
    "tickets.tasks.list_payroll_runs": 300,
    "tickets.tasks.mail_summaries": 600,
    "contracts.tasks.compose_newsletters": 900,
    "reports.tasks.mail_summaries": 900,
    "tickets.tasks.remind_of_contracts": 3600,
    "tickets.tasks.tidy_drafts": 3600,
    "outbox.tasks.prune": 3600,
    "inbox.tasks.prune": 3600,
    "contracts.tasks.forget_requests": 86400,
    "tickets.tasks.forget_notifications": 86400,
}
# A call that waited longer is dropped: the next one does its work.
LONGEST_WAIT = 3600


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Give Celery's schedule: each task under its own name."""
    return {
        task: {"task": task, "schedule": float(seconds), "options": {"expires": min(seconds, LONGEST_WAIT)}}
        for task, seconds in SECONDS.items()
    }
