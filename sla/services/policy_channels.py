"""The calendars that a policy version names for channels: written with the version, and never changed."""

from collections.abc import Mapping

from sla.models import Calendar, PolicyChannel, PolicyVersion

ByChannel = Mapping[str, Calendar]


def named_channels(channels: ByChannel, own: Calendar) -> dict[str, int]:
    """Give the calendars' keys by channel, without those that are the policy's own anyhow."""
    return {channel: calendar.pk for channel, calendar in channels.items() if calendar.pk != own.pk}


def kept_channels(version: PolicyVersion) -> dict[str, int]:
    """Give the calendars' keys by channel as the version names them. 1 query."""
    return dict(version.channels.values_list("channel", "calendar_id"))


def write_channels(version: PolicyVersion, channels: ByChannel) -> None:
    """Write what a new version names."""
    named = named_channels(channels, version.calendar)
    PolicyChannel.objects.bulk_create(
        PolicyChannel(policy_version=version, channel=channel, calendar_id=key) for channel, key in named.items()
    )
