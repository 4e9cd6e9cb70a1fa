"""The hours that customers are shown for telephone, e-mail and portal, where they are not the support function's."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.tenancy.context import require_tenant_id
from sla.calendars import compiled
from sla.engine import BusinessCalendar
from sla.hours import KEEP_SECONDS, HoursNow, hours_now, support_calendar
from sla.models import CalendarVersion, Channel, ChannelHours


@dataclass(frozen=True)
class ChannelNow:
    """A channel with its hours as they stand, where they are not the support function's."""

    channel: str
    name: str
    hours: HoursNow


def channels_now(now: datetime, zone: ZoneInfo) -> list[ChannelNow]:
    """Say the hours of each channel that differ from the support function's, telephone first."""
    kept = channel_calendars()
    return [
        ChannelNow(channel.value, str(channel.label), hours_now(kept[channel.value], now, zone))
        for channel in Channel
        if channel.value in kept
    ]


def channel_calendars() -> dict[str, BusinessCalendar]:
    """Give the channels' calendars that are not as the support function's, looked up once a minute, with 2 queries."""
    key = _channels_key()
    kept: dict[str, tuple[int, dict[str, object]]] | None = cache.get(key)
    if kept is None:
        newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("pk")[:1]
        rows = ChannelHours.objects.annotate(newest=Subquery(newest)).values_list("channel", "newest")
        shown = dict(rows)
        versions = CalendarVersion.objects.in_bulk(set(shown.values()))
        kept = {channel: (pk, versions[pk].definition) for channel, pk in shown.items()}
        cache.set(key, kept, KEEP_SECONDS)
    support = support_calendar()
    found = {key: compiled(CalendarVersion(pk=pk, definition=hours)) for key, (pk, hours) in kept.items()}
    return {channel: calendar for channel, calendar in found.items() if not _same(calendar, support)}


def forget_channels() -> None:
    """Look the channels' hours up anew: they were changed."""
    transaction.on_commit(partial(cache.delete, _channels_key()))


def _channels_key() -> str:
    return f"channel-calendars:{require_tenant_id()}"


def _same(calendar: BusinessCalendar, support: BusinessCalendar | None) -> bool:
    return support is not None and calendar.definition == support.definition
