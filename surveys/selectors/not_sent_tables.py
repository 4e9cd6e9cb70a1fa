"""Why surveys were not sent, and to whom, as tables for files: all that their pages list."""

from collections.abc import Iterator
from datetime import date, tzinfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import of_months
from surveys.models import Invitation
from surveys.selectors.not_sent import ReasonRow

AT_ONCE = 2000


def reasons_table(not_sent: list[ReasonRow], not_reminded: list[ReasonRow], months: list[date]) -> Table:
    """Give how often each reason kept a survey from being sent, or somebody from being reminded, month by month."""
    head = [_("What"), _("Reason"), *(f"{month:%Y-%m}" for month in months), _("Total")]
    kinds = ((_("Why surveys were not sent"), not_sent), (_("Why nobody was reminded"), not_reminded))
    lines: Iterator[tuple[Cell, ...]] = (
        (what, row.label, *(count for _month, count in row.counts), row.total) for what, rows in kinds for row in rows
    )
    return Table(of_months(_("Why surveys were not sent"), first=months[0], last=months[-1]), head, lines)


def not_sent_table(found: QuerySet[Invitation], month: date, zone: tzinfo) -> Table:
    """Give the tickets of a month whose survey was not sent."""
    head: list[str | Column] = [
        _("Ticket"),
        _("Subject"),
        _("Customer"),
        _("Contact"),
        _("Reason"),
        Column(_("Solved at"), Kind.INSTANT),
        Column(_("To be sent at"), Kind.INSTANT),
    ]
    return Table(of_months(_("Why surveys were not sent"), first=month), head, _not_sent(found), zone)


def _not_sent(found: QuerySet[Invitation]) -> Iterator[tuple[Cell, ...]]:
    reasons = {str(value): str(label) for value, label in Invitation.Reason.choices}
    fields = ("ticket__number", "ticket__subject", "ticket__customer__name", "contact__name", "reason", "resolved_at")
    for row in found.values_list(*fields, "send_at").iterator(chunk_size=AT_ONCE):
        yield (*row[:4], reasons[row[4]], *row[5:])
