"""How many requests wait for an agent: asked on every page of the desk, so it is kept in the cache."""

from django.core.cache import cache
from django.db import transaction

from accounts.tenancy.context import require_tenant_id
from contracts.models import PublicRequest

# The count is a hint: what another process missed is right again after this.
LASTS = 300


def _key(tenant_id: int) -> str:
    return f"requests-waiting:{tenant_id}"


def waiting_requests() -> int:
    """Give how many requests wait at the current tenant; no query while it is kept."""
    key = _key(require_tenant_id())
    kept = cache.get(key)
    if kept is None:
        kept = PublicRequest.objects.filter(state=PublicRequest.State.WAITING).count()
        cache.set(key, kept, timeout=LASTS)
    return int(kept)


def recount_waiting() -> None:
    """Forget the count once the change is committed."""
    key = _key(require_tenant_id())
    transaction.on_commit(lambda: cache.delete(key), robust=True)
