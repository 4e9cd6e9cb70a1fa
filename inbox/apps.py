"""Mail that comes in."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Mail that comes in."""

    name = "inbox"
