"""How often one network address, or one link, may ask for an open page."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

MINUTE = 60
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
# An office behind one address, whose mail program opens every link of a mail.
BY_ADDRESS = 120


def within(request: HttpRequest, action: str, *, most: int) -> bool:
    """Count this request, and say whether its address is within `most` a minute; the count begins anew each minute.

    Behind a proxy whose address it is follows ALLAUTH_TRUSTED_PROXY_COUNT, as for signing in.
    """
    return within_for(get_adapter().get_client_ip(request), action, most=most)


def within_for(asker: str, action: str, *, most: int) -> bool:
    """Count a request of an asker's, whatever names them (an address, a link's hash), as `within` does."""
    key = f"open-rate:{action}:{asker}:{int(time.time() // MINUTE)}"
    cache.add(key, 0, timeout=2 * MINUTE)
    return int(cache.incr(key)) <= most


def limited(action: str, *, most: int = BY_ADDRESS) -> Callable[[View], View]:
    """Let one network address open a page behind a link `most` times a minute, whether it reads or sends: 429 beyond.

    allauth's limits count what is sent alone, and a guesser reads.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not within(request, action, most=most):
                return render(request, "429.html", status=429)
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        return cast(View, page)

    return decorated
