"""How the outbox stands: one tenant's for its page, and everybody's for those who run the house."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from accounts.tenancy.context import require_tenant_id
from outbox.claiming import common_share
from outbox.claims import RATED
from outbox.models import OutboxMessage

# Each is one look into a partial index, however much was sent over the years.
_STANDING = """
WITH here AS NOT MATERIALIZED (SELECT * FROM outbox_outboxmessage WHERE tenant_id = %(tenant)s AND kind = %(kind)s)
SELECT
    (SELECT count(*) FROM here WHERE state = 'queued') + (SELECT count(*) FROM here WHERE state = 'sending'),
    extract(epoch FROM now() - least((SELECT min(next_at) FROM here WHERE state = 'queued' AND next_at <= now()),
        (SELECT min(next_at) FROM here WHERE state = 'sending'))),
    (SELECT count(*) FROM here WHERE state = 'sent' AND sent_at > now() - interval '24 hours'),
    (SELECT max(sent_at) FROM here WHERE state = 'sent'),
    (SELECT count(*) FROM here WHERE state = 'failed'),
    (SELECT count(*) FROM here WHERE state = 'discarded'),
    (SELECT count(*) FROM here WHERE state = 'queued' AND priority > 0 AND next_at <= now()),
    (SELECT per_minute FROM outbox_outboxrate WHERE tenant_id = %(tenant)s)
"""


@dataclass(frozen=True)
class Standing:
    """What waits, for how many seconds the oldest due one has, what went out, and what did not.

    `held` are the mails that are due and not urgent, `per_minute` how many of all the tenant may send; 0: any number.
    """

    waiting: int
    late: int | None
    sent_today: int
    last_sent: datetime | None
    failed: int
    discarded: int
    held: int
    per_minute: int

    @property
    def held_minutes(self) -> int:
        """Give the minutes after which the last one that is held by the rate goes out; 0 where the rate holds none."""
        ordinary = common_share(self.per_minute)
        return ceil(self.held / ordinary) if ordinary and self.held > ordinary else 0


def standing(kind: str = "email") -> Standing:
    """Give how the current tenant's messages of a kind stand, by the database's clock. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"tenant": require_tenant_id(), "kind": kind})
        waiting, late, sent, last, failed, discarded, held, rate = cursor.fetchone()
    per_minute = (settings.OUTBOX_PER_MINUTE if rate is None else rate) if kind == RATED else 0
    return Standing(waiting, None if late is None else int(late), sent, last, failed, discarded, held, per_minute)


def outgoing(*, kind: str = "email", state: str = "", recipient: str = "") -> QuerySet[OutboxMessage]:
    """Give the current tenant's messages, the newest first, without their texts: they may hold secret links."""
    found = OutboxMessage.objects.filter(kind=kind).defer("text", "html", "headers").order_by("-pk")
    if state:
        found = found.filter(state=state)
    if recipient:
        found = found.filter(recipient__in={recipient, recipient.lower()})
    return found
