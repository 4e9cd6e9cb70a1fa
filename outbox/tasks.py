"""What Celery wakes: one task for each kind, so that one that hangs holds up no other."""

from celery import shared_task

from outbox.kinds import drain_kind


@shared_task(name="outbox.tasks.drain")
def drain() -> None:
    """Send the mails that are due."""
    drain_kind("email")


@shared_task(name="outbox.tasks.drain_webhooks")
def drain_webhooks() -> None:
    """Tell the endpoints what is due."""
    drain_kind("webhook")
