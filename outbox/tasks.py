"""What Celery wakes: a task for each kind, so that one that hangs holds up no other, and the tidying up."""

from celery import shared_task

from outbox import pruning
from outbox.kinds import drain_kind


@shared_task(name="outbox.tasks.drain")
def drain() -> None:
    """Send the mails that are due."""
    drain_kind("email")


@shared_task(name="outbox.tasks.drain_webhooks")
def drain_webhooks() -> None:
    """Tell the endpoints what is due."""
    drain_kind("webhook")


@shared_task(name="outbox.tasks.prune")
def prune() -> None:
    """Forget what was sent long ago."""
    pruning.prune()
