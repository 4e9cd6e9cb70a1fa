"""ETag, If-None-Match and If-Match.

A tag is `"<version>-<digest>"`: the digest of the body decides whether a copy is fresh, so that nothing in it can grow
old unseen; the version is what a change is checked against. What has no version has the digest alone.
"""

import hashlib
import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response

from tickets.models import Ticket

_VERSION = re.compile(r'"(\d{1,9})-[0-9a-f]+"')
NO_VERSION = 0


def tagged(request: HttpRequest, response: Response) -> HttpResponseBase:
    """Set the ETag of a rendered answer; 304 without body where the caller has this very copy."""
    digest = hashlib.sha256(response.content).hexdigest()[:16]
    version = response.data.get("version") if isinstance(response.data, dict) else None
    tag = f'"{version}-{digest}"' if isinstance(version, int) else f'"{digest}"'
    response["ETag"] = tag
    if request.method not in ("GET", "HEAD") or "If-None-Match" not in request.headers:
        return response
    return get_conditional_response(request, etag=tag, response=response) or response


def expected_version(request: Request, ticket: Ticket) -> int | None:
    """Give the version that If-Match names, None where it asks for none.

    Of several the ticket's own counts; one that is no tag of ours gives a version that no ticket ever has.
    """
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return None
    versions = [int(found[1]) for tag in header.split(",") if (found := _VERSION.fullmatch(tag.strip()))]
    return ticket.version if ticket.version in versions else next(iter(versions), NO_VERSION)
