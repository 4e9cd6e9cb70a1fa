"""Forgets what was sent: first the text, later the row. As the role `app`, for one tenant at a time, in batches.

The relay may only read and update, so it tells which tenants have something to forget.
"""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from outbox.states import FORGOTTEN, forget_files
from outbox.webhooks import removing

# A failed message that nobody has dealt with for so long is given up.
FAILED_DAYS = 90
BATCH = 500
_State = OutboxMessage.State
_TENANTS = """
SELECT tenant_id FROM outbox_outboxmessage
WHERE state = 'sent' AND NOT text = '' AND sent_at < now() - make_interval(days => %(text)s)
UNION SELECT tenant_id FROM outbox_outboxmessage
WHERE state = 'failed' AND next_at < now() - make_interval(days => %(failed)s)
UNION SELECT tenant_id FROM outbox_outboxmessage
WHERE state = 'sent' AND sent_at < now() - make_interval(days => %(row)s)
UNION SELECT tenant_id FROM outbox_outboxmessage
WHERE state = 'discarded' AND next_at < now() - make_interval(days => %(row)s)
UNION """


def prune(*, seconds: float = 60) -> int:
    """Forget what is old, tenant by tenant, for `seconds` at most; the next call goes on. Gives how many changed."""
    until = time.monotonic() + seconds
    changed = 0
    for tenant_id in _tenants():
        with tenant_context(tenant_id):
            while time.monotonic() < until and (count := prune_batch()):
                changed += count
            changed += removing.prune_removed()
    return changed


@transaction.atomic
def prune_batch() -> int:
    """Forget up to BATCH of the current tenant's texts, of its failures and of its rows each; 0 where nothing is old.

    Sent messages lose text, headers and files after OUTBOX_TEXT_DAYS (secret ones have lost theirs when they were
    sent), failed ones are given up after FAILED_DAYS, and rows go after OUTBOX_DAYS: until then a bounce finds its
    message.
    """
    sent, old = _aged(settings.OUTBOX_TEXT_DAYS), _aged(settings.OUTBOX_DAYS)
    rows = OutboxMessage.objects.all()
    gone = _some(rows.filter(Q(state=_State.SENT, sent_at__lt=old) | Q(state=_State.DISCARDED, next_at__lt=old)))
    count = gone.delete()[1].get(OutboxMessage._meta.label, 0)  # not its files, which go with it
    worded = _some(rows.filter(state=_State.SENT, sent_at__lt=sent).exclude(text=""))
    forget_files(worded)
    count += worded.update(**FORGOTTEN)
    failed = _some(rows.filter(state=_State.FAILED, next_at__lt=_aged(FAILED_DAYS)))
    forget_files(failed)
    return count + failed.update(state=_State.DISCARDED, **FORGOTTEN)


def _aged(days: int) -> CombinedExpression:
    return Now() - timedelta(days=days)


def _some(found: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Lock a batch of them; what somebody else holds is left for the next time."""
    ids = found.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH]
    return OutboxMessage.objects.filter(pk__in=list(ids))


def _tenants() -> Iterator[int]:
    with connections["relay"].cursor() as cursor:
        days = {"text": settings.OUTBOX_TEXT_DAYS, "failed": FAILED_DAYS, "row": settings.OUTBOX_DAYS}
        cursor.execute(_TENANTS + removing.TENANTS, days)
        yield from [tenant_id for (tenant_id,) in cursor.fetchall()]
