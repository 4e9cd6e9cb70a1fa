"""Tickets, their messages, clocks and events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What a ticket's events are told as: tickets/services/telling.py.
EVENTS = (
    ("ticket.created", _("A ticket is filed")),
    ("ticket.message", _("The customer writes, or is answered")),
    ("ticket.severity_decided", _("The severity is decided")),
    ("ticket.assigned", _("A ticket is assigned, or is nobody’s again")),
    ("ticket.status_changed", _("An open ticket gets another status")),
    ("ticket.at_risk", _("A deadline is at risk")),
    ("ticket.breached", _("A deadline is breached")),
    ("ticket.resolved", _("A ticket is solved")),
    ("ticket.reopened", _("A ticket is opened again")),
    ("ticket.closed", _("A ticket is closed")),
)


class TicketsConfig(AppConfig):
    """Tickets, their messages, clocks and events."""

    name = "tickets"

    def ready(self) -> None:
        """Watch what pages name, name what other systems can be told, and what mails say and where a tenant's own words
        are kept.
        """
        from accounts.mailwords.catalogue import also_say
        from accounts.mailwords.chosen import keep_in
        from outbox.webhooks import catalogue
        from tickets.mailwords import company, letters, partners, sessions
        from tickets.naming import watch_names
        from tickets.selectors.mail_words import newest_words

        watch_names()
        for of in (letters, partners, sessions, company):
            also_say(*of.LETTERS)
        keep_in(newest_words)
        catalogue.register(_("Tickets"), EVENTS, place=1)
