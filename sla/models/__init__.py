"""Calendars and policies, every version kept."""

from sla.models.calendar import Calendar, CalendarVersion
from sla.models.channel import Channel, ChannelHours, PolicyChannel
from sla.models.policy import POLICY_METRICS, Metric, Policy, PolicyVersion, Severity

__all__ = [
    "POLICY_METRICS",
    "Calendar",
    "CalendarVersion",
    "Channel",
    "ChannelHours",
    "Metric",
    "Policy",
    "PolicyChannel",
    "PolicyVersion",
    "Severity",
]
