"""The rules of proactive cases (domain: Proactive case). Pure."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.months import add_months, month_of, month_start
from sla.engine import BusinessCalendar
from sla.models import Severity
from sla.terms import Target
from tickets.models import Ticket

Kind = Ticket.Kind
# Within which the customer is contacted, unless the tenant says otherwise (services/contact_targets.py).
# Money transfers and assistance: domain; the other two: decided.
CONTACT_WITHIN: dict[str, Target] = {
    Kind.MONEY_TRANSFER: Target(seconds=2 * 3600),
    Kind.PAYROLL_RUN: Target(days=1),
    Kind.INPUT_ERROR: Target(seconds=4 * 3600),
    Kind.ASSISTANCE: Target(days=10),
}
# Money that does not move is a fault in the workflow; the others can wait their own time.
SEVERITY: dict[str, Severity] = {Kind.MONEY_TRANSFER: Severity.HIGH}


def usual_subject(kind: str) -> str:
    """Give the subject of a case that names none, in the active language."""
    return {
        Kind.MONEY_TRANSFER: _("Event in a money transfer"),
        Kind.PAYROLL_RUN: _("Payroll runs that are not approved"),
        Kind.INPUT_ERROR: _("Input error: data has not reached its receiver"),
        Kind.ASSISTANCE: _("Request for compliance assistance"),
    }[Kind(kind)]


class ListTime(NamedTuple):
    """The month (its first day), its last working day, when that day opens, and when the month ends."""

    month: date
    day: date
    opens_at: datetime
    ends_at: datetime


def list_time(calendar: BusinessCalendar, month: date) -> ListTime | None:
    """Give when a month's payroll runs are listed: when its last working day opens; None for a month without one."""
    zone = ZoneInfo(calendar.definition.zone)
    following = add_months(month, 1)
    for back in range(1, (following - month).days + 1):
        day = following - timedelta(days=back)
        if calendar.day(day).openings:
            opens_at = calendar.next_open(datetime.combine(day, time(), zone))
            return ListTime(month, day, opens_at, month_start(following, zone))
    return None


def month_due(calendar: BusinessCalendar, now: datetime) -> ListTime | None:
    """Give the latest month whose list is due at `now`: this one, or on its earlier days the one before."""
    this = month_of(now, ZoneInfo(calendar.definition.zone))
    found = (list_time(calendar, month) for month in (this, add_months(this, -1)))
    return next((when for when in found if when and when.opens_at <= now), None)
