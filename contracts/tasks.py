"""What Celery runs for contracts: wake-ups, which may come twice or not at all."""

from celery import shared_task
from django.utils import timezone

from contracts.mailings import rounds


@shared_task(name="contracts.tasks.mail_mailings")
def mail_mailings() -> None:
    """Queue the mails of what was published for many contacts."""
    rounds.mail_round(now=timezone.now())
