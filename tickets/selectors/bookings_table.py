"""Booked sessions as a table for files: all that their page lists."""

from datetime import date, tzinfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import instant, table_of
from tickets.models import Booking
from tickets.selectors.bookings import named_bookings


def bookings_table(found: QuerySet[Booking], zone: tzinfo, *, today: date) -> Table:
    """Give sessions, the latest first: what comes and what was."""
    return table_of(
        named(_("Booked sessions"), today),
        named_bookings(found),
        (_("Session"), lambda row: row[1]),
        (_("Customer"), lambda row: row[0].contract.customer.name),
        (_("Plan"), lambda row: row[0].contract.plan.name),
        (instant(_("Begins")), lambda row: row[0].starts_at),
        (_("Minutes, in all"), lambda row: row[0].minutes),
        (_("Minutes beyond the quota"), lambda row: row[0].billable_minutes),
        (pgettext("session", "Year of the quota"), lambda row: row[0].year),
        (_("Consultant"), lambda row: row[0].consultant.user.name),
        (_("Contact"), lambda row: row[0].contact.name),
        (_("Product"), lambda row: row[0].product.name if row[0].product else ""),
        (_("Status"), lambda row: row[0].get_status_display()),
        (_("Notes"), lambda row: row[0].notes),
        zone=zone,
    )
