"""Which hours customers are shown for telephone, e-mail and portal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.models import Membership
from sla.channel_hours import forget_channels
from sla.country import starting_point
from sla.models import Calendar, CalendarVersion, Channel, ChannelHours

# Domain: Opening hours. Straight through on the day before a red day, as the support function's own.
_SWEDISH = {
    Channel.PHONE: ([["09:00", "12:00"], ["13:00", "15:00"]], [["09:00", "13:00"]]),
    Channel.EMAIL: ([["08:00", "17:00"]], [["08:00", "13:00"]]),
}


@transaction.atomic
def set_channel_hours(*, actor: Membership, hours: Mapping[str, Calendar | None]) -> None:
    """Show these hours to customers, by channel; None: the support function's. A channel not named stays as it is."""
    if actor.role not in MANAGERS:
        raise NotAllowedError("only managers set opening hours")
    for channel, calendar in hours.items():
        if calendar is None:
            ChannelHours.objects.filter(channel=channel).delete()
        else:
            ChannelHours.objects.update_or_create(channel=channel, defaults={"calendar": calendar})
    forget_channels()


@transaction.atomic
def create_channel_hours(*, country: str, now: datetime) -> None:
    """Put up a new tenant's hours by channel, named in the active language, where its country's differ: Sweden's.

    The Danish text names none (domain: Opening hours), so that its channels have the support function's.
    """
    if country != "SE":
        return
    for channel, (day, day_before) in _SWEDISH.items():
        name = {Channel.PHONE: _("Telephone"), Channel.EMAIL: _("E-mail")}[channel]
        calendar = Calendar.objects.create(name=name, slug=channel.value)
        CalendarVersion.objects.create(calendar=calendar, definition=_definition(day, day_before), created_at=now)
        ChannelHours.objects.create(channel=channel, calendar=calendar)


def _definition(day: list[list[str]], day_before: list[list[str]]) -> dict[str, Any]:
    week = {str(number): day for number in range(5)}
    return {**starting_point("SE"), "week": week, "day_before": day_before}
