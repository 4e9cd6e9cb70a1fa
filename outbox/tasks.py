"""What Celery wakes."""

from celery import shared_task

from outbox import relay


@shared_task(name="outbox.tasks.drain")
def drain() -> None:
    """Send what is due."""
    relay.drain()
