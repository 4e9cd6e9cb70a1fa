"""Mails to customers about a ticket, queued in the transaction of the change they tell of."""

from datetime import datetime

from tickets.models import Message, Ticket


def tell_contact(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact a public message."""


def tell_severity(ticket: Ticket, *, before: str, now: datetime) -> None:
    """Tell the contact which severity was decided, and why."""


def tell_solved(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Send the contact the solution, and how to open the ticket again."""
