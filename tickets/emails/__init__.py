"""Mails about tickets, queued in the transaction of what they tell about."""

from tickets.emails.alerts import alert, alert_digest, language_of
from tickets.emails.customers import tell_contact, tell_severity, tell_solved

__all__ = ["alert", "alert_digest", "language_of", "tell_contact", "tell_severity", "tell_solved"]
