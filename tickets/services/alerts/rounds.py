"""The rounds that Celery's beat calls for, over all tenants. Idempotent: several may run at once."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from time import monotonic

import structlog
from django.core.cache import cache
from django.db import connection

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.services.alerts.due import tenants_with_due_clocks
from tickets.services.alerts.following import follow_batch
from tickets.services.alerts.mailing import mail_batch
from tickets.services.alerts.sweep import Aside, raise_batch

# When the last sweep ended that reached every tenant, for /readyz.
LAST_SWEEP = "last-sweep"
log = structlog.get_logger("alerts")


def sweep(*, now: datetime, seconds: float = 4) -> None:
    """Raise the due alerts of every tenant and queue their mails, until none is left or `seconds` have gone by.

    Each tenant with a due clock has one batch in turn, so that nobody waits for another one's ten thousand. The bound
    is below beat's interval: the next sweep asks anew who has something due. Past it, what was raised is still mailed.
    """
    until = monotonic() + seconds
    aside = Aside()
    waiting = deque(tenants_with_due_clocks(now=now))
    begun: set[int] = set()
    is_whole = True
    while waiting and monotonic() < until:
        tenant_id = waiting.popleft()
        more = _apart(tenant_id, lambda: raise_batch(now=now, aside=aside))
        if more:
            waiting.append(tenant_id)
            begun.add(tenant_id)
        is_whole = is_whole and more is not None
    for tenant_id in begun.intersection(waiting):
        _apart(tenant_id, lambda: _mail_all(now, aside))
    if is_whole:
        cache.set(LAST_SWEEP, now, timeout=None)


def mail_leftovers(*, now: datetime) -> None:
    """Hand on the alerts whose mail did not arrive, and queue the mails that are due and not queued yet: those at the
    end of quiet hours, of alerts handed on, and of a sweep that was cut off.
    """
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        _apart(tenant_id, lambda: _follow_all(now))
        _apart(tenant_id, lambda: _mail_all(now, Aside()))


def _follow_all(now: datetime) -> bool:
    while follow_batch(now=now):
        pass
    return True


def _mail_all(now: datetime, aside: Aside) -> bool:
    while mail_batch(now=now, failed=aside.receivers):
        pass
    return True


def _apart(tenant_id: int, work: Callable[[], bool]) -> bool | None:
    """Give the answer of one tenant's work; None, and a line in the log, where it fails: others are not to suffer."""
    try:
        with tenant_context(tenant_id):
            return work()
    except Exception:
        log.exception("alerts.tenant_failed", tenant=tenant_id)
        connection.close_if_unusable_or_obsolete()  # a connection that was lost is made anew for the next tenant
        return None
