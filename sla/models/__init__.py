"""Calendars and policies, every version kept."""

from sla.models.calendar import Calendar, CalendarVersion
from sla.models.policy import Metric, Policy, PolicyVersion, Severity

__all__ = ["Calendar", "CalendarVersion", "Metric", "Policy", "PolicyVersion", "Severity"]
