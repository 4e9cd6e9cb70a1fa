"""What Celery runs for the dashboards."""

from celery import shared_task
from django.utils import timezone

from reports.customer_report import sending as report_sending
from reports.rollups import keeping
from reports.summaries import sending as summary_sending


@shared_task(name="reports.tasks.roll_up")
def roll_up() -> None:
    """Count the months that changed; pages count them from the rows until then."""
    keeping.roll_up_all(now=timezone.now())


@shared_task(name="reports.tasks.mail_customer_reports")
def mail_customer_reports() -> None:
    """Queue last month's reports to customers whose contract says so."""
    report_sending.send_all(now=timezone.now())


@shared_task(name="reports.tasks.mail_summaries")
def mail_summaries() -> None:
    """Mail managers the figures of the last month and week, once each."""
    summary_sending.mail_all(now=timezone.now())
