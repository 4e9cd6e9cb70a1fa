"""What Celery runs for surveys."""

from celery import shared_task
from django.utils import timezone

from surveys.services import call_reminders, planning, reminding, sending


@shared_task(name="surveys.tasks.plan_invitations")
def plan_invitations() -> None:
    """Plan an invitation for each newly solved ticket."""
    planning.plan_all(now=timezone.now())


@shared_task(name="surveys.tasks.send_invitations")
def send_invitations() -> None:
    """Send what is due, reminders as well."""
    now = timezone.now()
    sending.send_all(now=now)
    reminding.remind_all(now=now)


@shared_task(name="surveys.tasks.remind_of_calls")
def remind_of_calls() -> None:
    """Remind of the calls that are due today."""
    call_reminders.remind_all(now=timezone.now())
