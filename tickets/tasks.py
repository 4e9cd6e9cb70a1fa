"""What Celery runs for tickets: wake-ups, which may come twice or not at all."""

from celery import shared_task
from django.utils import timezone

from accounts.clock import database_now
from tickets.services import (
    alerts,
    closing,
    company_summaries,
    contract_reminders,
    draft_keeping,
    notification_mails,
    payroll,
    plan_changes,
    recounting,
    scanning,
)


@shared_task(name="tickets.tasks.sweep_clocks")
def sweep_clocks() -> None:
    """Raise and mail the alerts that are due by the database's clock: a machine's own may be ahead and warn early."""
    alerts.sweep(now=database_now())


@shared_task(name="tickets.tasks.mail_alerts")
def mail_alerts() -> None:
    """Hand on alerts whose mail did not arrive, and mail what is due and not queued yet."""
    alerts.mail_leftovers(now=database_now())


@shared_task(name="tickets.tasks.mail_notifications")
def mail_notifications() -> None:
    """Mail the notifications and summaries that are due."""
    notification_mails.mail_due(now=timezone.now())


@shared_task(name="tickets.tasks.scan_files")
def scan_files() -> None:
    """Let the scanner look at the files that wait for it."""
    scanning.scan_waiting(now=timezone.now())


@shared_task(name="tickets.tasks.forget_notifications")
def forget_notifications() -> None:
    """Remove notifications that were read long ago."""
    notification_mails.forget_old(now=timezone.now())


@shared_task(name="tickets.tasks.mail_summaries")
def mail_summaries() -> None:
    """Mail the day's summaries of companies' tickets that are due."""
    company_summaries.mail_summaries(now=timezone.now())


@shared_task(name="tickets.tasks.close_resolved")
def close_resolved() -> None:
    """Close solved tickets whose time has passed."""
    closing.close_due(now=timezone.now())


@shared_task(name="tickets.tasks.remind_of_contracts")
def remind_of_contracts() -> None:
    """Tell managers of contracts that are about to end or renew."""
    contract_reminders.remind_of_contracts(now=timezone.now())


@shared_task(name="tickets.tasks.recount")
def recount(tenant_id: int | None = None) -> None:
    """Count open tickets again after a change of hours or terms: one tenant's, or whatever is unfinished."""
    if tenant_id is None:
        recounting.recount_all(now=timezone.now())
    else:
        recounting.recount_tenants(tenant_id, now=timezone.now())


@shared_task(name="tickets.tasks.tidy_drafts")
def tidy_drafts() -> None:
    """Remove drafts and pictures that nobody came back to."""
    draft_keeping.tidy_drafts(now=timezone.now())


@shared_task(name="tickets.tasks.change_plans")
def change_plans() -> None:
    """Let decided changes of plan count, remind of campaigns and close them, at each tenant's midnight."""
    plan_changes.change_plans(now=timezone.now())


@shared_task(name="tickets.tasks.list_payroll_runs")
def list_payroll_runs() -> None:
    """List the payroll runs that are not approved, on the last working day of the month."""
    payroll.list_all(now=timezone.now())
