"""Alerts as a table for files: all that their page lists."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tables import Table
from accounts.tables.of_rows import instant, table_of
from tickets.selectors.alert_reasons import why_words as why_told
from tickets.selectors.alerts import alert_words, alerts_of, failure_of


def alerts_table(member: Membership) -> Table:
    """Give all alerts of a member's about tickets they may see, the latest first."""
    return table_of(
        _("Alerts"),
        alerts_of(member).order_by("-pk"),
        (_("Alert"), lambda alert: alert_words(alert.step, alert.clock.metric)),
        (instant(_("Deadline")), lambda alert: alert.due_at),
        (_("Ticket"), lambda alert: alert.ticket.number),
        (_("Subject"), lambda alert: alert.ticket.subject),
        (_("Customer"), lambda alert: alert.ticket.customer.name),
        (instant(_("Told")), lambda alert: alert.raised_at),
        (instant(_("Read at")), lambda alert: alert.read_at),
        (_("Why"), why_told),
        (_("Error"), failure_of),
    )
