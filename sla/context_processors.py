"""Whether we are open, for every page."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from sla.channel_hours import ChannelNow, channels_now
from sla.hours import HoursNow, hours_now, support_calendar


def hours(request: HttpRequest) -> dict[str, Any]:
    """Give `hours_now` and `channels_now`, looked up only where a template shows them; nothing outside a tenant.

    `hours_now` is None without a policy; `channels_now` has the channels whose hours are others, telephone first.
    """
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return {}

    def look() -> HoursNow | None:
        calendar = support_calendar()
        return hours_now(calendar, timezone.now(), ZoneInfo(tenant.zone)) if calendar else None

    def look_at_channels() -> list[ChannelNow]:
        return channels_now(timezone.now(), ZoneInfo(tenant.zone))

    return {"hours_now": SimpleLazyObject(look), "channels_now": SimpleLazyObject(look_at_channels)}
