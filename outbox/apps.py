"""Messages that must get out."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages that must get out."""

    name = "outbox"
