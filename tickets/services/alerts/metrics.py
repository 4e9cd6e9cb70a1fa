"""Figures of the alerts for those who run the house: all tenants together, by the database's clock."""

from django.db import connections

from outbox.metrics import Sample

# One look-up a tenant in the index (tenant, check_at), however many clocks stand open.
_DUE = """
WITH RECURSIVE tenant AS (
    SELECT min(tenant_id) AS id FROM tickets_slaclock WHERE check_at IS NOT NULL
    UNION ALL SELECT (
        SELECT min(tenant_id) FROM tickets_slaclock WHERE check_at IS NOT NULL AND tenant_id > tenant.id) FROM tenant
    WHERE tenant.id IS NOT NULL
)
SELECT coalesce(sum(due), 0), coalesce(extract(epoch FROM now() - min(first)), 0)::float8
FROM tenant CROSS JOIN LATERAL (
    SELECT count(*) AS due, min(check_at) AS first FROM tickets_slaclock
    WHERE tenant_id = tenant.id AND check_at <= now()
) found
"""
DUE = "supportdesk_alerts_due"
OLDEST = "supportdesk_alerts_oldest_due_seconds"
HELP = {
    DUE: "Clocks that have reached a step which nobody was told of yet.",
    OLDEST: "How long the longest of them has; 0 where there is none.",
}


def samples() -> list[Sample]:
    """Give the figures, as the role `relay`. One query on it. Raises DatabaseError."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(_DUE)
        due, oldest = cursor.fetchone()
    return [Sample(DUE, {}, int(due)), Sample(OLDEST, {}, oldest)]
