"""Changes of plan, and a campaign's customers, as tables for files: what their pages list, all of it."""

from datetime import date, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from contracts.models import Campaign, PlanChange
from contracts.selectors.plan_changes import changes
from tickets.desk.plan_rows import change_line, letter_lines

AT_ONCE = 500


def changes_table(zone: tzinfo, *, shows_all: bool, today: date) -> Table:
    """Give the changes that are open, or all, the newest first."""
    head: list[str | Column] = [
        _("Customer"),
        pgettext("plan", "From"),
        pgettext("plan", "To"),
        _("Status"),
        Column(_("Asked for"), Kind.INSTANT),
        _("Who"),
        Column(_("Received on"), Kind.DAY),
        Column(_("Counts from"), Kind.DAY),
        _("Reason"),
    ]
    found = changes() if shows_all else changes().filter(status__in=PlanChange.OPEN)
    rows = map(_change, found.iterator(AT_ONCE))
    return Table(named(_("Changes of plan"), today), head, rows, zone)


def _change(change: PlanChange) -> list[Cell]:
    line = change_line(change)
    return [
        *(line.customer, line.before, line.after, line.status, change.requested_at, line.asked_by),
        *(change.received_on, change.effective_on, change.reason),
    ]


def letters_table(campaign: Campaign) -> Table:
    """Give the customers of a campaign with what they chose."""
    head = [
        *(_("Customer"), _("Has now"), _("Without an answer"), pgettext("campaign", "Answer"), _("Counts from")),
    ]
    rows = ([line.customer, line.before, line.default, line.answer, line.starts] for line in letter_lines(campaign))
    return Table(named(campaign.name), head, rows)
