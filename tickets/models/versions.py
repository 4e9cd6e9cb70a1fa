"""Numbers in the cache that say whether something changed: hints, never data."""


def queue_version_key(tenant_id: int) -> str:
    """Give the cache key of the number that grows with every change of the tenant's tickets."""
    return f"queue-version:{tenant_id}"


def names_version_key(tenant_id: int) -> str:
    """Give the cache key of the number that grows when what pages name or offer changes: customers, people, teams…"""
    return f"names-version:{tenant_id}"
