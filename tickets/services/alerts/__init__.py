"""A promise about to break reaches the people who can keep it (domain: Alerts)."""

from tickets.services.alerts.following import mail_bounced
from tickets.services.alerts.noting import note_failures
from tickets.services.alerts.rounds import LAST_SWEEP, mail_leftovers, sweep

__all__ = ["LAST_SWEEP", "mail_bounced", "mail_leftovers", "note_failures", "sweep"]
