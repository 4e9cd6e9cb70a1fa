"""What says that nothing has changed which a page shows: kept pieces carry it as their stamp (accounts/kept.py)."""

from datetime import datetime

from django.core.cache import cache

from accounts.services.standing import standing_key
from tickets.models.versions import names_version_key, queue_version_key

# An answer holds for its minute: time moves tickets through the queue, and nobody has to write for it.
MINUTE = 60
Versions = list[int]


def versions_of(tenant_id: int) -> tuple[Versions, list[str]]:
    """Give the numbers of the tenant's tickets, standings and names, with the names they are kept under: read before
    the rows are.
    """
    names = [queue_version_key(tenant_id), standing_key(tenant_id), names_version_key(tenant_id)]
    here = cache.get_many(names)
    return [here.get(name, 0) for name in names], names


def ticket_stamp(versions: Versions, now: datetime) -> tuple[int, ...]:
    """Give the stamp of what shows tickets."""
    return (*versions, int(now.timestamp()) // MINUTE)


def names_stamp(versions: Versions) -> tuple[int, ...]:
    """Give the stamp of what shows only names."""
    return tuple(versions[1:])
