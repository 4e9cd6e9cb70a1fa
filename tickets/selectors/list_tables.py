"""Customers, booked sessions and articles as tables for files: what their pages list, all of it."""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from itertools import islice

from django.db.models import Count, QuerySet
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from tickets.models import Article, Booking
from tickets.selectors.bookings import with_names
from tickets.selectors.customers import listed_customers, with_plans

AT_ONCE = 500


def customers_table(member: Membership, *, q: str, today: date) -> Table:
    """Give the customers found, by name."""
    head = [_("Name"), _("Number in other systems"), _("Prospect"), _("Plan"), _("Open tickets")]
    return Table(named(_("Customers"), today), head, _customers(member, q, today))


def _customers(member: Membership, q: str, today: date) -> Iterator[list[Cell]]:
    rows = listed_customers(member, q=q).iterator(AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        for customer, plan in with_plans(chunk, today):
            is_prospect = _("Yes") if customer.is_prospect else _("No")
            yield [customer.name, customer.external_id, is_prospect, plan, customer.open_tickets]


def bookings_table(found: QuerySet[Booking], zone: tzinfo, *, today: date) -> Table:
    """Give sessions, the latest first: what comes and what was."""
    head: list[str | Column] = [
        _("Session"),
        _("Customer"),
        _("Plan"),
        Column(_("Begins"), Kind.INSTANT),
        Column(_("Minutes, in all"), Kind.PLAIN),
        _("Minutes beyond the quota"),
        pgettext("session", "Year of the quota"),
        _("Consultant"),
        _("Contact"),
        _("Product"),
        _("Status"),
        _("Notes"),
    ]
    return Table(named(_("Booked sessions"), today), head, _bookings(found), zone)


def _bookings(found: QuerySet[Booking]) -> Iterator[list[Cell]]:
    related = found.select_related("contract__customer", "contract__plan", "consultant__user", "contact", "product")
    rows = related.order_by("-starts_at", "-pk").iterator(AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        for one, name in with_names(chunk):
            yield [
                name,
                one.contract.customer.name,
                one.contract.plan.name,
                one.starts_at,
                one.minutes,
                one.billable_minutes,
                one.year,
                one.consultant.user.name,
                one.contact.name,
                one.product.name if one.product else "",
                one.get_status_display(),
                one.notes,
            ]


def articles_table(found: QuerySet[Article], zone: tzinfo, *, today: date) -> Table:
    """Give articles with how often each answered a question before it was filed."""
    head: list[str | Column] = [
        pgettext("article", "Title"),
        _("Status"),
        _("Product"),
        _("Language"),
        _("Questions answered"),
        Column(_("Published at"), Kind.INSTANT),
        Column(_("Changed"), Kind.INSTANT),
        _("Changed by"),
    ]
    rows: Iterable[Article] = found.annotate(helped=Count("deflections")).iterator(AT_ONCE)
    return Table(named(_("Articles"), today), head, map(_article, rows), zone)


def _article(one: Article) -> list[Cell]:
    return [
        one.title,
        one.get_status_display(),
        one.product.name if one.product else "",
        get_language_info(one.language)["name_local"],
        one.helped,  # type: ignore[attr-defined]
        one.published_at,
        one.updated_at,
        one.updated_by.user.name if one.updated_by else "",
    ]
