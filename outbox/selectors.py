"""How the outbox stands: one tenant's for its page, and everybody's for those who run the house."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from accounts.tenancy.context import require_tenant_id
from outbox.models import OutboxMessage

# Each is one look into a partial index, however much was sent over the years.
_STANDING = """
WITH here AS NOT MATERIALIZED (SELECT * FROM outbox_outboxmessage WHERE tenant_id = %(tenant)s AND kind = %(kind)s)
SELECT
    (SELECT count(*) FROM here WHERE state = 'queued') + (SELECT count(*) FROM here WHERE state = 'sending'),
    (SELECT extract(epoch FROM now() - min(next_at)) FROM here WHERE state = 'queued' AND next_at <= now()),
    (SELECT count(*) FROM here WHERE state = 'sent' AND sent_at > now() - interval '24 hours'),
    (SELECT max(sent_at) FROM here WHERE state = 'sent'),
    (SELECT count(*) FROM here WHERE state = 'failed'),
    (SELECT count(*) FROM here WHERE state = 'discarded')
"""


@dataclass(frozen=True)
class Standing:
    """What waits, for how many seconds the oldest due one has, what went out, and what did not."""

    waiting: int
    late: int | None
    sent_today: int
    last_sent: datetime | None
    failed: int
    discarded: int


def standing(kind: str = "email") -> Standing:
    """Give how the current tenant's messages of a kind stand, by the database's clock. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"tenant": require_tenant_id(), "kind": kind})
        waiting, late, sent, last, failed, discarded = cursor.fetchone()
    return Standing(waiting, None if late is None else int(late), sent, last, failed, discarded)


def outgoing(*, kind: str = "email", state: str = "", recipient: str = "") -> QuerySet[OutboxMessage]:
    """Give the current tenant's messages, the newest first, without their texts: they may hold secret links."""
    found = OutboxMessage.objects.filter(kind=kind).defer("text", "html", "headers").order_by("-pk")
    if state:
        found = found.filter(state=state)
    if recipient:
        found = found.filter(recipient__in={recipient, recipient.lower()})
    return found
