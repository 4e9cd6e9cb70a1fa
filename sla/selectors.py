"""Reads of policies and calendars."""

from sla.calendars import compiled, current_version
from sla.engine import BusinessCalendar
from sla.models import ChannelHours, Policy, PolicyVersion


def version_in_force(policy: Policy) -> PolicyVersion:
    """Give the version that new tickets are counted with, its calendar loaded."""
    return policy.versions.select_related("calendar").order_by("-number")[0]


def default_policy_version() -> PolicyVersion:
    """Give the version in force of the tenant's default policy."""
    return version_in_force(Policy.objects.get(is_default=True))


def support_hours() -> BusinessCalendar:
    """Give the calendar of the tenant's support function: the default policy's."""
    return compiled(current_version(default_policy_version().calendar))


def shown_channels() -> dict[int, list[str]]:
    """Give, by calendar, the channels of which customers are shown these hours. 1 query."""
    found: dict[int, list[str]] = {}
    for calendar, channel in ChannelHours.objects.order_by("channel").values_list("calendar_id", "channel"):
        found.setdefault(calendar, []).append(channel)
    return found
