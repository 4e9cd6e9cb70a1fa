"""Which deliveries may be tried now: a few of each endpoint, so that none holds up the others. As the role `relay`."""

import uuid

from django.db import connections

from outbox.claims import LEASE_SECONDS
from outbox.models import OutboxMessage, WebhookEndpoint

# Of one endpoint at a time; after a failure a single one, to see whether it is back.
AT_ONCE = 10
# By itself, so that what is due is one look-up in an index for each endpoint, however much was sent to it.
_FREE = """
UPDATE outbox_outboxmessage SET state = 'queued', token = NULL, lease_until = NULL
WHERE kind = 'webhook' AND state = 'sending' AND lease_until < now()
"""
_DUE = """
    message.endpoint_id = endpoint.id AND message.tenant_id = endpoint.tenant_id
    AND message.state = 'queued' AND message.next_at <= now()
"""
# An endpoint that somebody is talking to, that is off, or that rests after a failure, gives none. Which of the others
# come first is left to chance, so that those with the longest backlog are not always the ones. ARRAY is made once; IN
# might be asked again for each row.
_CLAIM = f"""
UPDATE outbox_outboxmessage
SET state = 'sending', token = %(token)s, lease_until = now() + make_interval(secs => %(lease)s)
WHERE id = ANY(ARRAY(
    SELECT due.id FROM (
        SELECT endpoint.id, endpoint.tenant_id, endpoint.failures FROM outbox_webhookendpoint endpoint
        WHERE endpoint.is_active AND (endpoint.paused_until IS NULL OR endpoint.paused_until <= now())
          AND EXISTS (SELECT FROM outbox_outboxmessage message WHERE {_DUE})
          AND NOT EXISTS (
              SELECT FROM outbox_outboxmessage busy
              WHERE busy.endpoint_id = endpoint.id AND busy.state = 'sending' AND busy.lease_until >= now())
        ORDER BY random() LIMIT %(endpoints)s
    ) endpoint CROSS JOIN LATERAL (
        SELECT message.id FROM outbox_outboxmessage message WHERE {_DUE}
        ORDER BY message.next_at, message.id
        LIMIT CASE WHEN endpoint.failures > 0 THEN 1 ELSE %(at_once)s END FOR UPDATE SKIP LOCKED
    ) due
)) RETURNING *, extract(epoch FROM now())::float AS claimed_at
"""  # noqa: S608 - ours


def claim(token: uuid.UUID, endpoints: int) -> list[OutboxMessage]:
    """Take the due deliveries of up to so many endpoints of any tenant, those whose lease has run out among them; each
    row has `claimed_at` as well, the database's time in seconds.
    """
    values = {"token": token, "lease": LEASE_SECONDS, "endpoints": endpoints, "at_once": AT_ONCE}
    with connections["relay"].cursor() as cursor:
        cursor.execute(_FREE)
    rows = OutboxMessage._base_manager.db_manager("relay").raw(_CLAIM, values)
    return sorted(rows, key=lambda row: (row.next_at, row.pk))


def endpoints_of(messages: list[OutboxMessage]) -> dict[int, WebhookEndpoint]:
    """Give the endpoints of claimed deliveries by key."""
    return WebhookEndpoint._base_manager.using("relay").in_bulk({message.endpoint_id for message in messages})
