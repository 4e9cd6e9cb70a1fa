"""A live page asks every few seconds whether something changed. Mostly nothing did, and that is said before anything
else is done: from the cache, without a row or a transaction.
"""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.contrib.sessions.backends.cached_db import KEY_PREFIX as SESSION_PREFIX
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tickets.selectors.versions import MINUTE


class UnchangedMiddleware:
    """Answers 304 where this very session was given this very piece in this minute, and since then no ticket of the
    tenant changed, nobody's role or access did, and the session was not ended. Everything else goes the whole way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer at once, or let it through."""
        tag = request.META.get("HTTP_IF_NONE_MATCH")
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if tag and session and request.method == "GET" and "HTTP_HX_REQUEST" in request.META:
            now = int(timezone.now().timestamp())
            kept = cache.get(_key(session, request.get_full_path(), tag, now))
            if kept is not None:
                expected, names = kept
                # A session that ended is no longer in the cache; one that fell out of it is asked for in the database.
                here = cache.get_many([*names, SESSION_PREFIX + session])
                if SESSION_PREFIX + session in here and [here.get(name, 0) for name in names] == expected:
                    return HttpResponse(
                        status=304, headers={"ETag": tag, "X-Now": str(now), "Cache-Control": "private, no-cache"}
                    )
        return self.get_response(request)


def remember(request: HttpRequest, tag: str, versions: tuple[list[int], list[str]], now: int) -> None:
    """Keep that this session was given this piece."""
    if session := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        cache.set(_key(session, request.get_full_path(), tag, now), versions, MINUTE)


def _key(session: str, path: str, tag: str, now: int) -> str:
    name = repr((session, path, tag, now // MINUTE)).encode()
    return f"unchanged:{blake2b(name, digest_size=16).hexdigest()}"
