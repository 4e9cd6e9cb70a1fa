"""A number that grows whenever somebody's access or role at a tenant changes: what was let through before is asked
again.
"""

from django.core.cache import cache
from django.db import transaction

from accounts.tenancy.context import require_tenant_id


def standing_key(tenant_id: int) -> str:
    """Give the cache key of the tenant's number."""
    return f"standing:{tenant_id}"


def standing_changed() -> None:
    """Let the number grow once the change is committed."""
    key = standing_key(require_tenant_id())

    def bump() -> None:
        cache.add(key, 0, timeout=None)
        cache.incr(key)

    transaction.on_commit(bump, robust=True)
