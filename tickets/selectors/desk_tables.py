"""What agents work through beside the queue, as tables for files: what their pages list, all of it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import day, instant, table_of
from contracts.models import Customer, PublicRequest
from sla.engine import BusinessCalendar
from tickets.models import Ticket
from tickets.selectors.alert_reasons import why_words as why_told
from tickets.selectors.alerts import alert_words, alerts_of, failure_of
from tickets.selectors.beside_words import why_words
from tickets.selectors.customers import contact_lines, sees_words
from tickets.selectors.on_call_page import coming_spans
from tickets.selectors.payroll import listed_runs
from tickets.selectors.registrations import confirmed_requests


def requests_table() -> Table:
    """Give the requests for access whose address is confirmed: who waits, and what was decided."""
    return table_of(
        _("Requests for access"),
        confirmed_requests(),
        (_("Name"), lambda asked: asked.name),
        (_("Company"), lambda asked: asked.company),
        (_("E-mail address"), lambda asked: asked.email),
        (_("Telephone"), lambda asked: asked.telephone),
        (_("Message"), lambda asked: asked.message),
        (instant(pgettext("address", "Confirmed")), lambda asked: asked.confirmed_at),
        (_("Decision"), lambda asked: asked.get_state_display()),
        (instant(_("When")), lambda asked: asked.decided_at),
        (pgettext("person", "By"), _decided_by),
        (_("Customer"), lambda asked: asked.contact.customer.name if asked.contact else ""),
        (_("Reason"), lambda asked: asked.reason),
    )


def _decided_by(asked: PublicRequest) -> str:
    if asked.decided_by:
        return asked.decided_by.user.name
    return _("the mail domain") if asked.decided_at else ""


def contacts_table(customer: Customer, *, now: datetime) -> Table:
    """Give a customer's contacts, those who are gone last."""
    states = {
        "joined": pgettext("contact", "Joined"),
        "left": pgettext("contact", "Removed"),
        "invited": pgettext("contact", "Invited"),
    }
    return table_of(
        named(_("Contacts"), customer.name),
        contact_lines(customer, now),
        (_("Customer"), lambda _line: customer.name),
        (_("Name"), lambda line: line.contact.name),
        (_("Title"), lambda line: line.contact.title),
        (_("E-mail address"), lambda line: line.contact.email),
        (_("Telephone"), lambda line: line.contact.telephone),
        (_("Sees"), lambda line: sees_words(line.contact)),
        (_("Portal"), lambda line: states.get(line.state, "")),
    )


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


def payroll_table(calendar: BusinessCalendar, *, asked: str, now: datetime) -> Table:
    """Give all runs of the month's list that the page shows (payroll_page)."""
    month, runs = listed_runs(calendar, asked=asked, now=now)
    return table_of(
        named(_("Payroll runs"), f"{month:%Y-%m}"),
        runs,
        (_("Customer"), lambda row: row[0].customer.name),
        (pgettext("payroll", "Run"), lambda row: row[0].run_id),
        (_("Period"), lambda row: f"{row[0].month:%Y-%m}"),
        (instant(_("Carried out")), lambda row: row[0].carried_out_at),
        (instant(_("Approved")), lambda row: row[0].approved_at),
        (_("Ticket"), lambda row: row[1] or None),
    )


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


def time_table(ticket: Ticket) -> Table:
    """Give what was logged on a ticket, the newest first."""
    return table_of(
        _("Time on %(number)s") % {"number": ticket.number},
        ticket.time_entries.select_related("membership__user").order_by("-day", "-pk"),
        (_("Ticket"), lambda _one: ticket.number),
        (day(_("Day")), lambda one: one.day),
        (_("Who"), lambda one: one.membership.user.name),
        (_("Minutes"), lambda one: one.minutes),
        (instant(_("Begins")), lambda one: one.started_at),
        (instant(_("Ends")), lambda one: one.ended_at),
        (_("Counts as"), lambda one: one.get_kind_display()),
        (_("Why"), lambda one: why_words(one.why, one.reason)),
        (_("What was done"), lambda one: one.note),
    )
