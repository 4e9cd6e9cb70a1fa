"""The cache, which may be away: what it holds is counts and hints, and no page needs them to be right."""

from time import monotonic
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis, RedisError

# Seconds; the timeout of one question. Not longer: what is changed meanwhile is told to nobody.
PAUSE = 1.0
# What counts somebody's attempts: signing in, open pages, the interface for programs, downloads of one's own data.
COUNTS = ("allauth:rl:", "open-rate:", "api-rate:", "my-data:")
# This process's own counts, while Redis is away: a limit that each process holds for itself is one still.
_own = LocMemCache("limits", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
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
    a page has many. Limits on attempts (COUNTS) are then counted in the process's own memory: people can work, and a
    guesser gains a factor of the number of processes. /readyz asks the cache `strict`, which does not forgive.
    """

    _silent_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _LastingClient

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give the value, or `default`."""
        return self._forgive("get", default, key, default, version)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep what was not there; True as well where it cannot be known, so that no lock is waited for."""
        return bool(self._forgive("add", True, key, value, *args, **kwargs))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        self._forgive("set", None, key, value, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count up; a count that is not there, or cannot be known, has just begun. It is not kept then."""
        try:
            return int(self._forgive("incr", delta, key, delta, version))
        except ValueError:  # it began while Redis was away, or here
            return delta

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Give those of the values that are there."""
        return dict(self._forgive("get_many", {}, keys, version))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Keep several values."""
        return list(self._forgive("set_many", [], data, *args, **kwargs))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Say whether there is a value."""
        return bool(self._forgive("has_key", False, key, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value; False where there was none."""
        return bool(self._forgive("delete", False, key, version))

    def clear(self) -> None:
        """Forget all, what this process counted as well."""
        _own.clear()
        super().clear()

    def _forgive(self, name: str, otherwise: Any, key: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask Redis; where it is away, this process's own counts, or give `otherwise`."""
        if monotonic() >= self._silent_until:
            try:
                return getattr(super(), name)(key, *args, **kwargs)
            except (RedisError, OSError) as error:
                self._silent_until = monotonic() + PAUSE
                log.warning("cache.away", error=str(error))
        is_count = isinstance(key, str) and key.startswith(COUNTS)
        return getattr(_own, name)(key, *args, **kwargs) if is_count else otherwise
