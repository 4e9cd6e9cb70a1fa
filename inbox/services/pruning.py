"""Forgets the bytes of mails that were taken up or left long ago. What answers refer to stays."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections, transaction

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail

BATCH = 500
State = InboundMail.State


def prune(*, now: datetime, seconds: float = 60) -> int:
    """Forget what is older than INBOX_RAW_DAYS, tenant by tenant, for `seconds` at most; the next call goes on. Gives
    how many. What could not be read is never forgotten: somebody has to look at it.
    """
    until = time.monotonic() + seconds
    forgotten = 0
    for tenant_id in _tenants(_last(now)):
        with tenant_context(tenant_id):
            while time.monotonic() < until and (count := prune_batch(now=now)):
                forgotten += count
    return forgotten


@transaction.atomic
def prune_batch(*, now: datetime) -> int:
    """Forget up to BATCH of the current tenant's; 0 where nothing is old."""
    old = InboundMail.objects.filter(has_raw=True, state__in=[State.DONE, State.LEFT], received_at__lt=_last(now))
    keys = old.order_by("received_at").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    return InboundMail.objects.filter(pk__in=list(keys[:BATCH])).update(raw=b"", has_raw=False)


def _last(now: datetime) -> datetime:
    return now - timedelta(days=settings.INBOX_RAW_DAYS)


def _tenants(last: datetime) -> list[int]:
    with connections["relay"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tenant_id FROM inbox_inboundmail "
            "WHERE has_raw AND state IN ('done', 'left') AND received_at < %s",
            [last],
        )
        return [tenant_id for (tenant_id,) in cursor.fetchall()]
