"""What Celery wakes: one task for each kind, so that one that hangs holds up no other."""

from celery import shared_task

from outbox.kinds import new_carrier
from outbox.relay import drain as drain_kind


@shared_task(name="outbox.tasks.drain")
def drain() -> None:
    """Send the mails that are due."""
    drain_kind(new_carrier("email"))
