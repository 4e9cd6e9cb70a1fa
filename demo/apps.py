"""The demo's data."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo's data."""

    name = "demo"
