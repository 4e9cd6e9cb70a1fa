"""What every template may use."""

from typing import Any

from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the tenant and the member (None for a guest)."""
    return {"tenant": getattr(request, "tenant", None), "membership": getattr(request, "membership", None)}
