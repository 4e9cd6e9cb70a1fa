"""What a customer's contact may see, as tables for files: what their pages list, all of it."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.of_rows import instant, table_of
from sla.models import Severity
from tickets.models import Booking
from tickets.portal.people import Person
from tickets.portal.rows import deadline_of, with_clocks
from tickets.portal.words import status_text
from tickets.querysets import TicketQuerySet
from tickets.selectors.bookings import named_bookings
from tickets.selectors.customers import sees_words


def tickets_table(tickets: TicketQuerySet, heading: str) -> Table:
    """Give tickets of the contact's, the newest first, each with the deadline that they wait for."""
    return table_of(
        heading,
        with_clocks(tickets).select_related("contact", "product").order_by("-pk"),
        (_("Ticket"), lambda ticket: ticket.number),
        (_("Subject"), lambda ticket: ticket.subject),
        (_("Status"), status_text),
        (_("How bad"), lambda ticket: str(Severity(ticket.severity).label)),
        (_("Product"), lambda ticket: ticket.product.name if ticket.product else ""),
        (_("Who"), lambda ticket: ticket.contact.name if ticket.contact else ""),
        (instant(_("Opened at")), lambda ticket: ticket.opened_at),
        (instant(_("Deadline")), deadline_of),
        (instant(_("Solved at")), lambda ticket: ticket.resolved_at),
    )


def people_table(people: Iterable[Person]) -> Table:
    """Give who may use support at the company."""
    states = {"joined": _("Yes"), "invited": _("invited")}
    return table_of(
        _("People"),
        people,
        (_("Name"), lambda person: person.contact.name),
        (_("Title"), lambda person: person.contact.title),
        (_("E-mail address"), lambda person: person.contact.email),
        (_("Telephone"), lambda person: person.contact.telephone),
        (_("Sees"), lambda person: sees_words(person.contact)),
        (_("Signs in"), lambda person: states.get(person.state, _("No"))),
    )


def sessions_table(found: QuerySet[Booking]) -> Table:
    """Give sessions that a contact may see, the latest first."""
    return table_of(
        _("Booked sessions"),
        named_bookings(found),
        (_("Session"), lambda row: row[1]),
        (_("Product"), lambda row: row[0].product.name if row[0].product else ""),
        (instant(_("Begins")), lambda row: row[0].starts_at),
        (_("Minutes, in all"), lambda row: row[0].minutes),
        (_("Minutes beyond the quota"), lambda row: row[0].billable_minutes),
        (_("Consultant"), lambda row: row[0].consultant.user.name),
        (_("Contact"), lambda row: row[0].contact.name),
        (_("Status"), lambda row: row[0].get_status_display()),
    )
