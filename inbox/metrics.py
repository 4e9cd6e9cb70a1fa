"""Figures of mail that comes in for those who run the house: all tenants together, by the database's clock."""

from django.db import connections

from outbox.metrics import Sample

# Tenant by tenant, as the indexes are ordered: what came in over the years costs nothing.
_FIGURES = """
WITH RECURSIVE tenant AS (
    SELECT min(tenant_id) AS id FROM inbox_inboundmail
    UNION ALL SELECT (SELECT min(tenant_id) FROM inbox_inboundmail WHERE tenant_id > tenant.id) FROM tenant
    WHERE tenant.id IS NOT NULL
)
SELECT sum(stored), sum(failed), coalesce(extract(epoch FROM now() - min(oldest)), 0)::float8, sum(hour), sum(day),
    (SELECT count(*) FROM inbox_imapaccount WHERE is_active AND last_error <> '')
FROM tenant CROSS JOIN LATERAL (
    SELECT count(*) AS stored, min(received_at) AS oldest FROM inbox_inboundmail
    WHERE tenant_id = tenant.id AND state = 'stored'
) waiting CROSS JOIN LATERAL (
    SELECT count(*) AS failed FROM inbox_inboundmail
    WHERE tenant_id = tenant.id AND outcome IN ('error', 'unreadable') AND state = 'failed'
) given_up CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE received_at > now() - interval '1 hour') AS hour, count(*) AS day
    FROM inbox_inboundmail WHERE tenant_id = tenant.id AND has_raw AND state IN ('done', 'left')
        AND received_at > now() - interval '24 hours'
) read
"""
MAILS = "supportdesk_inbound_mails"
OLDEST = "supportdesk_inbound_oldest_unread_seconds"
READ = "supportdesk_inbound_read"
FAILING = "supportdesk_inbound_accounts_failing"
HELP = {
    MAILS: "Mails that came in and are not taken up: stored (not read yet) or failed (could not be read).",
    OLDEST: "How long ago the oldest mail that is not read yet came in; 0 where none is.",
    READ: "Mails that came in within the last hour and the last day and were read, taken up or left.",
    FAILING: "Mail providers' mailboxes that are to be emptied and cannot be.",
}


def samples() -> list[Sample]:
    """Give the figures, as the role `relay`. One query on it. Raises DatabaseError."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(_FIGURES)
        stored, failed, oldest, hour, day, failing = cursor.fetchone()
    return [
        Sample(MAILS, {"state": "stored"}, int(stored or 0)),
        Sample(MAILS, {"state": "failed"}, int(failed or 0)),
        Sample(OLDEST, {}, oldest),
        Sample(READ, {"within": "1h"}, int(hour or 0)),
        Sample(READ, {"within": "24h"}, int(day or 0)),
        Sample(FAILING, {}, failing),
    ]
