"""Policies and calendars over the engine."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    """Policies and calendars over the engine."""

    name = "sla"
