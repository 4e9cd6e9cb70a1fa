"""The cache, which may be away: what it holds is counts and hints, and no page needs them to be right."""

from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis, RedisError

# Seconds; the timeout of one question. Not longer: what is changed meanwhile is told to nobody.
PAUSE = 1.0
log = structlog.get_logger("cache")


class _LastingClient(RedisCacheClient):
    """Keeps the client: Django's makes one for each question, which takes as long as to ask."""

    _lasting: Redis | None = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        self._lasting = self._lasting or super().get_client(key, write=write)
        return self._lasting


class ForgivingCache(RedisCache):
    """Redis; while it does not answer, nothing is found and nothing is kept, and each attempt is logged.

    After a failure this thread asks nothing for PAUSE: a server that hangs costs each question the whole timeout, and
    a page has many. Limits on attempts are then not held: people can work. /readyz asks the cache `strict`, which does
    not forgive.
    """

    _silent_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _LastingClient

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give the value, or `default`."""
        return self._forgive(lambda: super(ForgivingCache, self).get(key, default, version), default)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep what was not there; True as well where it cannot be known, so that no lock is waited for."""
        return bool(self._forgive(lambda: super(ForgivingCache, self).add(key, value, *args, **kwargs), True))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        self._forgive(lambda: super(ForgivingCache, self).set(key, value, *args, **kwargs), None)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count up; a count that cannot be known has just begun."""
        return int(self._forgive(lambda: super(ForgivingCache, self).incr(key, delta, version), delta))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Give those of the values that are there."""
        return dict(self._forgive(lambda: super(ForgivingCache, self).get_many(keys, version), {}))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Keep several values."""
        return list(self._forgive(lambda: super(ForgivingCache, self).set_many(data, *args, **kwargs), []))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Say whether there is a value."""
        return bool(self._forgive(lambda: super(ForgivingCache, self).has_key(key, version), False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value; False where there was none."""
        return bool(self._forgive(lambda: super(ForgivingCache, self).delete(key, version), False))

    def _forgive(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if monotonic() < self._silent_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as error:
            self._silent_until = monotonic() + PAUSE
            log.warning("cache.away", error=str(error))
            return otherwise
