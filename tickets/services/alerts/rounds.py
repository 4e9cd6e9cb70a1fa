"""The rounds that Celery's beat calls for, over all tenants. Idempotent: several may run at once."""

from collections import deque
from datetime import datetime
from time import monotonic

import structlog
from django.core.cache import cache

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.services.alerts.due import tenants_with_due_clocks
from tickets.services.alerts.mailing import mail_batch
from tickets.services.alerts.sweep import Aside, raise_batch

# When the last sweep ended that reached every tenant, for /readyz.
LAST_SWEEP = "last-sweep"
log = structlog.get_logger("alerts")


def sweep(*, now: datetime, seconds: float = 4) -> None:
    """Raise the due alerts of every tenant and queue their mails, until none is left or `seconds` have gone by.

    Each tenant with a due clock has one batch in turn, so that nobody waits for another one's ten thousand. The bound
    is below beat's interval: the next sweep asks anew who has something due.
    """
    until = monotonic() + seconds
    aside = Aside()
    waiting = deque(tenants_with_due_clocks(now=now))
    begun: set[int] = set()
    is_whole = True
    while waiting and monotonic() < until:
        tenant_id = waiting.popleft()
        try:
            with tenant_context(tenant_id):
                if raise_batch(now=now, aside=aside):
                    waiting.append(tenant_id)
                    begun.add(tenant_id)
        except Exception:  # what is wrong at one tenant is no reason to be silent at the others
            log.exception("alerts.tenant_failed", tenant=tenant_id)
            is_whole = False
    for tenant_id in begun.intersection(waiting):
        _mail_all(tenant_id, now, aside)
    if is_whole:
        cache.set(LAST_SWEEP, now, timeout=None)


def mail_leftovers(*, now: datetime) -> None:
    """Queue mails for alerts that were raised and not mailed, because a sweep was cut off in between."""
    aside = Aside()
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        _mail_all(tenant_id, now, aside)


def _mail_all(tenant_id: int, now: datetime, aside: Aside) -> None:
    with tenant_context(tenant_id):
        while mail_batch(now=now, failed=aside.receivers):
            pass
