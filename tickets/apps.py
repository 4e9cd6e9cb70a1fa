"""Tickets, their messages, clocks and events."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets, their messages, clocks and events."""

    name = "tickets"
