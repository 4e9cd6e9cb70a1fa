"""Which tenants have a clock to look at: the only question asked across tenants, as the role `relay`."""

from datetime import datetime

from django.db import connections

# From one tenant's end of the index (tenant, check_at) to the next one's: two look-ups a tenant, however many clocks
# stand open. DISTINCT would read the index from end to end.
_DUE = """
WITH RECURSIVE waiting (tenant_id) AS (
    SELECT min(tenant_id) FROM tickets_slaclock WHERE check_at IS NOT NULL
    UNION ALL
    SELECT (SELECT min(c.tenant_id) FROM tickets_slaclock c
            WHERE c.check_at IS NOT NULL AND c.tenant_id > waiting.tenant_id)
    FROM waiting WHERE waiting.tenant_id IS NOT NULL
)
SELECT tenant_id, first FROM waiting, LATERAL (
    SELECT min(c.check_at) AS first FROM tickets_slaclock c
    WHERE c.tenant_id = waiting.tenant_id AND c.check_at IS NOT NULL
) earliest
WHERE first <= %s ORDER BY first, tenant_id
"""


def tenants_with_due_clocks(*, now: datetime) -> list[int]:
    """Give the tenants that have a clock to look at; whose has waited longest, first."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(_DUE, [now])
        return [tenant_id for tenant_id, _first in cursor.fetchall()]
