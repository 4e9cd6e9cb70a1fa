"""Prices and payslips for tests."""

from datetime import date, datetime
from decimal import Decimal

from contracts.models import ConsultancyRate, PayslipCount
from contracts.services.default_prices import create_default_prices
from contracts.services.payslips import enter_payslips
from tests.cast import MONDAY, Cast

# Of the two tenants' first months with prices; long before every test's day.
SINCE = date(2020, 1, 1)
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def make_prices(cast: Cast) -> None:
    """Enter the samples for the four plans, and 1,200 SEK for a consultant's hour."""
    create_default_prices(cast.plans.values(), valid_from=SINCE, now=MONDAY)
    ConsultancyRate.objects.create(amount=Decimal(1200), currency="SEK", valid_from=SINCE)


def count_payslips(cast: Cast, count: int, month: date = FEBRUARY, now: datetime = MONDAY) -> None:
    """Enter the payslips of the customer with a contract."""
    enter_payslips(
        customer=cast.customer,
        month=month,
        count=count,
        source=PayslipCount.Source.PAGE,
        actor=cast.manager,
        now=now,
    )
