"""Where a change goes back to."""

from django.utils.http import url_has_allowed_host_and_scheme

from accounts.requests import MemberRequest


def page_before(request: MemberRequest) -> str:
    """Give the page of this site that the form names as `next`; nothing for none, and for an address elsewhere."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target.startswith("/") else ""
