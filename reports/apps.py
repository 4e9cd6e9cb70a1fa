"""Dashboards and exports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Dashboards and exports."""

    name = "reports"
