"""What falls due before closing as a table for files; by the hour and by agent it can be counted from there."""

from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from accounts.tables import Column, Kind, Table
from accounts.tables.of_rows import instant, table_of
from reports.selectors.sla_lists import WITH, lines_of
from reports.selectors.today_counts import clocks_due
from reports.selectors.today_window import window_of
from sla.hours import support_calendar


def due_table(*, now: datetime, zone: tzinfo) -> Table:
    """Give every clock that breaches before closing if nothing happens, the next deadline first."""
    window = window_of(support_calendar(), now=now, zone=zone)
    return table_of(
        _("Due before closing"),
        lines_of(clocks_due(window).select_related(*WITH), now=now, zone=zone),
        (_("Ticket"), lambda line: line.ticket.number),
        (_("Subject"), lambda line: line.ticket.subject),
        (_("Customer"), lambda line: line.ticket.customer.name),
        (_("Severity"), lambda line: line.row.get_severity_display()),
        (instant(_("Deadline")), lambda line: line.row.due_at),
        (Column(_("Time left, minutes"), Kind.DURATION), lambda line: line.reading.left),
        (_("Clock"), lambda line: line.row.get_metric_display()),
        (_("Assignee"), lambda line: line.ticket.assignee.user.name if line.ticket.assignee else ""),
    )
