"""Whether we are open, for every page."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from sla.hours import HoursNow, hours_now, support_calendar


def hours(request: HttpRequest) -> dict[str, Any]:
    """Give `hours_now`, looked up only where a template shows it; None outside a tenant and without a policy."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return {}

    def look() -> HoursNow | None:
        calendar = support_calendar()
        return hours_now(calendar, timezone.now(), ZoneInfo(tenant.zone)) if calendar else None

    return {"hours_now": SimpleLazyObject(look)}
