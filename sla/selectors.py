"""Reads of policies and calendars."""

from django.db.models import QuerySet

from accounts.tenancy.prepared import Prepared
from sla.calendars import compiled, current_version
from sla.engine import BusinessCalendar
from sla.models import ChannelHours, Policy, PolicyVersion


def version_in_force(policy: Policy) -> PolicyVersion:
    """Give the version that new tickets are counted with, its calendar loaded. 1 query."""
    version = _IN_FORCE.rows(policy.pk)[0]
    version.policy = policy
    return version


def _in_force(_shape: None, policy: int) -> QuerySet[PolicyVersion]:
    return PolicyVersion.objects.filter(policy=policy).select_related("calendar").order_by("-number")[:1]


_IN_FORCE = Prepared(_in_force)


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
