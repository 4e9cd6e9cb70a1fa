"""A promise about to break reaches the people who can keep it (domain: Alerts)."""

from tickets.services.alerts.reading import mark_alerts_read
from tickets.services.alerts.rounds import LAST_SWEEP, mail_leftovers, sweep

__all__ = ["LAST_SWEEP", "mail_leftovers", "mark_alerts_read", "sweep"]
