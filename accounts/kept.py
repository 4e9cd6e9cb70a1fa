"""What many readers see alike is made once: kept in the cache for as long as nothing that it shows has changed.

A value is kept with its stamp, the numbers that grow with every change of what it is made of. The name says whose eyes
it is for: tenant, language, and the reader where not all of a role see the same. Settings: KEEP_PIECES.
"""

from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

from accounts.tenancy.context import require_tenant_id

T = TypeVar("T")
# A name has one value, the last: what is in the cache are the pages that were looked at in this time.
KEPT_SECONDS = 120


def recall(name: Hashable, stamp: Hashable) -> Any:
    """Give what was made of the tenant's under this name at this stamp; None where there is none."""
    found = last_kept(name)
    return found[1] if found and found[0] == stamp else None


def last_kept(name: object) -> Any:
    """Give the stamp and the value last kept under this name, for who learns only later what the stamp is now."""
    return cache.get(_key(name)) if settings.KEEP_PIECES else None


def keep(name: object, stamp: Hashable, value: object, *, seconds: int = KEPT_SECONDS) -> None:
    """Keep what was made. `stamp` was read before what the value is made of."""
    if settings.KEEP_PIECES:
        cache.set(_key(name), (stamp, value), seconds)


def kept(name: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
    """Give what is kept, or make it and keep it."""
    found: T | None = recall(name, stamp)
    if found is None:
        found = make()
        keep(name, stamp, found)
    return found


def _key(name: object) -> str:
    return f"kept:{require_tenant_id()}:{blake2b(repr(name).encode(), digest_size=16).hexdigest()}"
