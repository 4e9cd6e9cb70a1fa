"""The rounds that Celery's beat calls for, over all tenants. Idempotent: several may run at once."""

from datetime import datetime

from django.core.cache import cache

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.services.alerts.mailing import mail_one_receiver
from tickets.services.alerts.sweep import raise_next, tenants_with_due_clocks

# When the last sweep ended, for /readyz.
LAST_SWEEP = "last-sweep"


def sweep(*, now: datetime) -> None:
    """Raise every due alert of every tenant, and queue the mails."""
    for tenant_id in tenants_with_due_clocks(now=now):
        with tenant_context(tenant_id):
            while raise_next(now=now):
                pass
            _mail_all(now)
    cache.set(LAST_SWEEP, now, timeout=None)


def mail_leftovers(*, now: datetime) -> None:
    """Queue mails for alerts that were raised and not mailed, because a sweep was cut off in between."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id):
            _mail_all(now)


def _mail_all(now: datetime) -> None:
    while mail_one_receiver(now=now):
        pass
