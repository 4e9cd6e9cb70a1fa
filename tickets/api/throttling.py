"""How often one token, or one member without token, may call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import ApiToken

if TYPE_CHECKING:  # it asks for this module while it is being imported itself
    from rest_framework.views import APIView


class TokenThrottle(SimpleRateThrottle):
    """Counts calls in the cache, so that all web processes count together; the count begins anew with each period.

    One number instead of the framework's list of instants: it is raised atomically, and costs the same at any rate.
    """

    scope = "token"
    num_requests: int | None
    duration: int | None

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count this call, and say whether it is within API_RATE."""
        key = f"{self.get_cache_key(request, view)}:{int(time.time() // self.period)}"
        cache.add(key, 0, timeout=2 * self.period)  # outlives its period, whatever the clocks say
        return int(cache.incr(key)) <= (self.num_requests or 0)

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Name who is counted."""
        if isinstance(request.auth, ApiToken):
            return f"api-rate:token:{request.auth.pk}"
        return f"api-rate:member:{request.membership.pk}"  # type: ignore[attr-defined]  # behind IsMember there is one

    def wait(self) -> float:
        """Give the seconds until the count begins anew."""
        return self.period - time.time() % self.period

    @property
    def period(self) -> int:
        """Give the seconds in which calls are counted together."""
        return self.duration or 60
