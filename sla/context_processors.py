"""Whether we are open, for every page."""

from typing import Any

from django.http import HttpRequest


def hours(request: HttpRequest) -> dict[str, Any]:
    """Give `hours_now`."""
    return {}
