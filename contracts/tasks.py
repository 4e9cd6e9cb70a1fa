"""What Celery runs for contracts: wake-ups, which may come twice or not at all."""

from celery import shared_task
from django.utils import timezone

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.mailings import rounds
from contracts.newsletters import services as newsletters
from contracts.services import requests
from contracts.services.renewing import turn_contracts


@shared_task(name="contracts.tasks.mail_mailings")
def mail_mailings() -> None:
    """Queue the mails of what was published for many contacts."""
    rounds.mail_round(now=timezone.now())


@shared_task(name="contracts.tasks.turn_contracts")
def turn() -> None:
    """End or renew the contracts whose last day has passed."""
    turn_contracts(now=timezone.now())


@shared_task(name="contracts.tasks.forget_requests")
def forget_requests() -> None:
    """Remove requests whose address nobody confirmed."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id):
            requests.forget_unconfirmed(now=timezone.now())


@shared_task(name="contracts.tasks.compose_newsletters")
def compose_newsletters() -> None:
    """Compose the newsletters that are due."""
    newsletters.compose_all(now=timezone.now())
