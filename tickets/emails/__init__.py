"""Mails about tickets, queued in the transaction of what they tell about."""

from tickets.emails.alerts import alert, alert_digest, language_of
from tickets.emails.customers import (
    tell_all_solved,
    tell_contact,
    tell_contacts,
    tell_merged,
    tell_one,
    tell_received,
    tell_severity,
    tell_solved,
    tell_split,
    tell_started,
)
from tickets.emails.partners import tell_partner
from tickets.emails.thread import mailbox_for_everything

__all__ = [
    "alert",
    "alert_digest",
    "language_of",
    "mailbox_for_everything",
    "tell_all_solved",
    "tell_contact",
    "tell_contacts",
    "tell_merged",
    "tell_one",
    "tell_partner",
    "tell_received",
    "tell_severity",
    "tell_solved",
    "tell_split",
    "tell_started",
]
