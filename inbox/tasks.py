"""What Celery runs: wake-ups, which may come twice or not at all."""

from celery import shared_task
from django.utils import timezone

from inbox.services import rounds


@shared_task(name="inbox.tasks.read_mail")
def read_mail() -> None:
    """Take up the mails that are kept and not read yet."""
    rounds.read_due(now=timezone.now())
