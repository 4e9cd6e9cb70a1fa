"""The time on a ticket as a table for files."""

from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.of_rows import day, instant, table_of
from tickets.models import Ticket
from tickets.selectors.beside_words import why_words


def time_table(ticket: Ticket) -> Table:
    """Give what was logged on a ticket, the newest first."""
    return table_of(
        _("Time on %(number)s") % {"number": ticket.number},
        ticket.time_entries.select_related("membership__user").order_by("-day", "-pk"),
        (_("Ticket"), lambda _one: ticket.number),
        (day(_("Day")), lambda one: one.day),
        (_("Who"), lambda one: one.membership.user.name),
        (_("Minutes"), lambda one: one.minutes),
        (instant(_("Begins")), lambda one: one.started_at),
        (instant(_("Ends")), lambda one: one.ended_at),
        (_("Counts as"), lambda one: one.get_kind_display()),
        (_("Why"), lambda one: why_words(one.why, one.reason)),
        (_("What was done"), lambda one: one.note),
    )
