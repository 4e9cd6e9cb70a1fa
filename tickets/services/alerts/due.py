"""Which tenants have a clock to look at: the only question asked across tenants, as the role `relay`."""

from datetime import datetime

from django.db import connections

from accounts.models import Tenant

# One look-up a tenant in the index (tenant, check_at), however many clocks stand open: SELECT DISTINCT would read the
# index from end to end on a PostgreSQL before 18.
_DUE = """
SELECT tenant_id, first FROM unnest(%s::bigint[]) AS tenant (tenant_id), LATERAL (
    SELECT min(clock.check_at) AS first FROM tickets_slaclock clock
    WHERE clock.tenant_id = tenant.tenant_id AND clock.check_at <= %s
) AS earliest
WHERE first IS NOT NULL ORDER BY first, tenant_id
"""


def tenants_with_due_clocks(*, now: datetime) -> list[int]:
    """Give the tenants that have a clock to look at; whose has waited longest, first."""
    tenants = list(Tenant.objects.values_list("pk", flat=True))
    with connections["relay"].cursor() as cursor:
        cursor.execute(_DUE, [tenants, now])
        return [tenant_id for tenant_id, _first in cursor.fetchall()]
