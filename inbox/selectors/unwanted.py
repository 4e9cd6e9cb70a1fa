"""Senders whose mail is left, as their page lists them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.of_rows import instant, table_of
from inbox.models import UnwantedSender


def unwanted_rows() -> QuerySet[UnwantedSender]:
    """Give them, the latest first. One question."""
    return UnwantedSender.objects.select_related("ticket", "added_by__user").order_by("-added_at", "-pk")


def unwanted_table() -> Table:
    """Give them as a file."""
    return table_of(
        _("Unwanted senders"),
        unwanted_rows(),
        (_("Sender"), lambda row: row.pattern),
        (_("Added by"), lambda row: row.added_by.user.name if row.added_by else ""),
        (instant(_("Added")), lambda row: row.added_at),
        (_("Ticket"), lambda row: row.ticket.number if row.ticket else None),
        (_("Mails left"), lambda row: row.caught),
        (instant(_("Last one")), lambda row: row.caught_at),
    )
