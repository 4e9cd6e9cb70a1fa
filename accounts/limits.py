"""How often one network address, or one link, may ask for an open page."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


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
