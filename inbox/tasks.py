"""What Celery runs: wake-ups, which may come twice or not at all."""

from celery import shared_task
from django.utils import timezone

from inbox.imap import rounds as imap_rounds
from inbox.services import pruning, rounds


@shared_task(name="inbox.tasks.read_mail")
def read_mail() -> None:
    """Take up the mails that are kept and not read yet."""
    rounds.read_due(now=timezone.now())


# A server that keeps somebody waiting for ever, against every timeout: then the worker process is begun anew.
@shared_task(name="inbox.tasks.poll_imap", time_limit=600)
def poll_imap() -> None:
    """Fetch from the mailboxes at mail providers."""
    imap_rounds.fetch_due(now=timezone.now())


@shared_task(name="inbox.tasks.prune")
def prune() -> None:
    """Forget the bytes of mails that were taken up or left long ago."""
    pruning.prune(now=timezone.now())
