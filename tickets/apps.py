"""Tickets, their messages, clocks and events."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets, their messages, clocks and events."""

    name = "tickets"

    def ready(self) -> None:
        """Watch what pages name."""
        from tickets.naming import watch_names

        watch_names()
