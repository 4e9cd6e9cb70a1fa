"""Customers, booked sessions and articles as tables for files: what their pages list, all of it."""

from collections.abc import Iterator
from datetime import date, tzinfo

from django.db.models import Count, QuerySet
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tables import Cell, Table
from accounts.tables.names import named
from accounts.tables.of_rows import instant, some_at_once, table_of, yes_no
from tickets.models import Article, Booking
from tickets.selectors.bookings import named_bookings
from tickets.selectors.customers import listed_customers, with_plans


def customers_table(member: Membership, *, q: str, today: date) -> Table:
    """Give the customers found, by name."""
    head = [_("Name"), _("Number in other systems"), _("Prospect"), _("Plan"), _("Open tickets")]
    return Table(named(_("Customers"), today), head, _customers(member, q, today))


def _customers(member: Membership, q: str, today: date) -> Iterator[list[Cell]]:
    for chunk in some_at_once(listed_customers(member, q=q)):
        for customer, plan in with_plans(chunk, today):
            yield [customer.name, customer.external_id, yes_no(customer.is_prospect), plan, customer.open_tickets]


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


def articles_table(found: QuerySet[Article], zone: tzinfo, *, today: date) -> Table:
    """Give articles with how often each answered a question before it was filed."""
    return table_of(
        named(_("Articles"), today),
        found.annotate(helped=Count("deflections")),
        (pgettext("article", "Title"), lambda one: one.title),
        (_("Status"), lambda one: one.get_status_display()),
        (_("Product"), lambda one: one.product.name if one.product else ""),
        (_("Language"), lambda one: get_language_info(one.language)["name_local"]),
        (_("Questions answered"), lambda one: one.helped),
        (instant(_("Published at")), lambda one: one.published_at),
        (instant(_("Changed")), lambda one: one.updated_at),
        (_("Changed by"), lambda one: one.updated_by.user.name if one.updated_by else ""),
        zone=zone,
    )
