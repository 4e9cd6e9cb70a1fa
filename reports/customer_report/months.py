"""Which months of a customer there is a report of."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.db.models import Min

from accounts.months import add_months, month_of, months_between
from contracts.models import Customer
from tickets.models import Ticket

# How far back the list goes.
MONTHS = 36


@dataclass(frozen=True)
class ReportMonths:
    """The months from the customer's first to the last, the latest first; never empty for the desk."""

    months: list[date]

    @property
    def latest(self) -> date | None:
        """Give the last one."""
        return self.months[0] if self.months else None

    def before(self, month: date) -> date | None:
        """Give the month before, where there is a report of it."""
        return self._known(add_months(month, -1))

    def after(self, month: date) -> date | None:
        """Give the month after, where there is a report of it."""
        return self._known(add_months(month, 1))

    def _known(self, month: date) -> date | None:
        return month if month in self.months else None


def report_months(first: date, *, zone: tzinfo, now: datetime, with_present: bool) -> ReportMonths:
    """Give the months from a customer's first one on.

    Customers read of months that are over; the desk also of the present one (`with_present`).
    """
    last = month_of(now, zone) if with_present else add_months(month_of(now, zone), -1)
    return ReportMonths(months_between(max(first, add_months(last, 1 - MONTHS)), last)[::-1])


def first_month(customer: Customer, zone: tzinfo) -> date:
    """Give the month of the customer's first ticket, or in which the customer was entered. One query."""
    return month_of(
        begun_at(customer, Ticket.objects.filter(customer=customer).aggregate(at=Min("opened_at"))["at"]), zone
    )


def begun_at(customer: Customer, first_ticket: datetime | None) -> datetime:
    """Give when a customer's story with us began."""
    return min(first_ticket, customer.created_at) if first_ticket else customer.created_at
