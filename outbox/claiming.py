"""Whose turn it is: the statement behind `claims.claim`.

Each tenant has three lanes. The n-th due message of a lane has the turn n times the lane's weight, and the lowest turns
go first over all tenants: urgent mail passes mass mail, and no tenant, however much it has, fills a batch while another
one waits. Each lane of each tenant is one look-up in the index `outbox_queue`, however long the queue is.

Of mails each tenant may send so many a minute: what was sent in the last minute and what is being sent count, by the
database's clock. A fifth is kept for urgent mail.
"""

# Two relays that claim at once would count the same room twice. A relay that is frozen between the two statements gives
# way: the database ends its session.
LOCK = """
SET LOCAL lock_timeout = '5s';
SET LOCAL idle_in_transaction_session_timeout = '5s';
SELECT pg_advisory_xact_lock(hashtext('outbox.claim'), hashtext(%(kind)s))
"""


def common_share(rate: int) -> int:
    """Give how many of `rate` mails a minute are for what is not urgent, as CLAIM counts."""
    return (rate * 4 + 4) // 5


CLAIM = """
WITH RECURSIVE tenant AS (
    SELECT min(tenant_id) AS id FROM outbox_outboxmessage WHERE kind = %(kind)s AND state = 'queued'
    UNION ALL
    SELECT (SELECT min(tenant_id) FROM outbox_outboxmessage
            WHERE kind = %(kind)s AND state = 'queued' AND tenant_id > tenant.id)
    FROM tenant WHERE tenant.id IS NOT NULL
), going AS MATERIALIZED (
    SELECT tenant_id, count(*) FROM outbox_outboxmessage WHERE kind = %(kind)s AND state = 'sending' GROUP BY tenant_id
), room AS MATERIALIZED (
    SELECT tenant.id AS tenant_id, rate.most AS rate, coalesce(going.count, 0) + gone.count AS used
    FROM tenant
    CROSS JOIN LATERAL (SELECT CASE WHEN %(rated)s THEN coalesce(
        (SELECT per_minute FROM outbox_outboxrate WHERE tenant_id = tenant.id), %(per_minute)s) ELSE 0 END AS most) rate
    CROSS JOIN LATERAL (SELECT count(*) FROM (
        SELECT FROM outbox_outboxmessage WHERE kind = %(kind)s AND tenant_id = tenant.id AND state = 'sent'
            AND sent_at > now() - interval '1 minute' LIMIT rate.most) sent) gone
    LEFT JOIN going ON going.tenant_id = tenant.id
    WHERE tenant.id IS NOT NULL
), due AS (
    SELECT message.id, lane.priority, message.next_at, room.rate, room.used,
        row_number() OVER (PARTITION BY room.tenant_id, lane.priority ORDER BY message.next_at, message.id)
            * lane.weight AS turn,
        row_number() OVER (PARTITION BY room.tenant_id ORDER BY lane.priority, message.next_at, message.id) AS place
    FROM room
    CROSS JOIN (VALUES (0, 1), (1, 4), (2, 16)) AS lane (priority, weight)
    CROSS JOIN LATERAL (
        SELECT id, next_at FROM outbox_outboxmessage
        WHERE kind = %(kind)s AND state = 'queued' AND tenant_id = room.tenant_id AND priority = lane.priority
            AND next_at <= now()
        ORDER BY next_at, id LIMIT %(limit)s
    ) message
), picked AS (
    SELECT id, turn, next_at FROM due
    WHERE rate = 0 OR used + place <= CASE WHEN priority = 0 THEN rate ELSE (rate * 4 + 4) / 5 END
    UNION ALL
    (SELECT id, 0, next_at FROM outbox_outboxmessage
     WHERE kind = %(kind)s AND state = 'sending' AND lease_until < now() ORDER BY lease_until LIMIT %(limit)s)
    ORDER BY turn, next_at, id LIMIT %(limit)s
), locked AS (
    SELECT message.id, picked.turn FROM picked JOIN outbox_outboxmessage message ON message.id = picked.id
    WHERE (message.state = 'queued' AND message.next_at <= now())
        OR (message.state = 'sending' AND message.lease_until < now())
    FOR UPDATE OF message SKIP LOCKED
)
UPDATE outbox_outboxmessage message
SET state = 'sending', token = %(token)s, lease_until = now() + make_interval(secs => %(lease)s)
FROM locked WHERE message.id = locked.id RETURNING message.*, locked.turn
"""
