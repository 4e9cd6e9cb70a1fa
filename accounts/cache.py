"""The cache, which may be away: what it holds is counts and hints, and no page needs them to be right."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = structlog.get_logger("cache")


class ForgivingCache(RedisCache):
    """Redis; while it does not answer, nothing is found and nothing is kept, and each attempt is logged.

    Limits on attempts are then not held: people can work. /readyz asks the cache `strict`, which does not forgive.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give the value, or `default`."""
        return _forgive(lambda: super(ForgivingCache, self).get(key, default, version), default)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep what was not there; True as well where it cannot be known, so that no lock is waited for."""
        return bool(_forgive(lambda: super(ForgivingCache, self).add(key, value, *args, **kwargs), True))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        _forgive(lambda: super(ForgivingCache, self).set(key, value, *args, **kwargs), None)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count up; a count that cannot be known has just begun."""
        return int(_forgive(lambda: super(ForgivingCache, self).incr(key, delta, version), delta))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Give those of the values that are there."""
        return dict(_forgive(lambda: super(ForgivingCache, self).get_many(keys, version), {}))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Keep several values."""
        return list(_forgive(lambda: super(ForgivingCache, self).set_many(data, *args, **kwargs), []))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Say whether there is a value."""
        return bool(_forgive(lambda: super(ForgivingCache, self).has_key(key, version), False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value; False where there was none."""
        return bool(_forgive(lambda: super(ForgivingCache, self).delete(key, version), False))


def _forgive(ask: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return ask()
    except (RedisError, OSError) as error:
        log.warning("cache.away", error=str(error))
        return otherwise
