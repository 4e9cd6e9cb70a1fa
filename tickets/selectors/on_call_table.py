"""Who is on call as a table for files: the coming weeks of all lists."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.of_rows import instant, table_of
from tickets.selectors.on_call_page import coming_spans


def on_call_table(*, now: datetime) -> Table:
    """Give who is on call in the coming four weeks, list by list; without names where nobody is."""
    return table_of(
        _("On call"),
        coming_spans(now=now),
        (_("Team"), lambda row: row[0]),
        (instant(_("From")), lambda row: row[1].begins_at),
        (instant(_("Until")), lambda row: row[1].ends_at),
        (pgettext("on call", "First"), lambda row: row[2][0]),
        (pgettext("on call", "Second"), lambda row: row[2][1]),
    )
