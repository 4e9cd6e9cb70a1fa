"""What the demo's customers pay: prices, a year of payslips, billable work, and two closed months."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from accounts.models import Membership
from accounts.months import add_months, month_of, month_start
from contracts.models import Contract, PayslipCount, Plan
from contracts.models.currency import home_currency
from contracts.pricing import PriceTable, Tier, rounded
from contracts.selectors.prices import PriceBook
from contracts.services.default_prices import create_default_prices
from contracts.services.payslips import enter_payslips
from contracts.services.prices import write_price_list
from demo.tenants import Cast
from tickets.models import Ticket, TimeEntry
from tickets.services.billing import close_month
from tickets.services.time_terms import terms_of_work

MONTHS = 12
# Of the months that are over, the latest is left open for the manager to close.
CLOSED = (3, 2)
WORKED = 40
RAISE = Decimal("1.03")


def bill_past(cast: Cast, *, now: datetime) -> None:
    """Make all of it; the work and the closing are the manager's and the consultants'."""
    dice = Random(f"{cast.vendor.slug} billing")  # noqa: S311 - the same figures at each start
    zone = ZoneInfo(cast.tenant.zone)
    this_month = month_of(now, zone)
    _prices(cast, this_month, now)
    _work(cast, now, dice)
    _payslips(cast.managers[0], this_month, now, dice)
    for back in CLOSED:
        month = add_months(this_month, -back)
        closed_at = month_start(add_months(month, 1), zone) + timedelta(days=2, hours=9)
        close_month(month=month, actor=cast.managers[0], now=closed_at)


def _prices(cast: Cast, this_month: date, now: datetime) -> None:
    """Enter the samples from two years ago on, and a raise of the home currency's that is still to come."""
    create_default_prices(Plan.objects.all(), valid_from=add_months(this_month, -24), now=now)
    home, coming = home_currency(cast.tenant.zone), add_months(this_month, 2)
    for each in PriceBook().lists:
        if each.currency == home:
            tiers = tuple(Tier(tier.up_to, rounded(tier.unit_price * RAISE)) for tier in each.table.tiers)
            table = PriceTable((each.table.base * RAISE).quantize(Decimal(1)), tiers)
            plan = Plan.objects.get(pk=each.plan)
            write_price_list(plan, home, coming, table, actor=cast.managers[0], now=now)


def _work(cast: Cast, now: datetime, dice: Random) -> None:
    """Log consultants' work on tickets handed over to them lately."""
    zone = ZoneInfo(cast.tenant.zone)
    handed = Ticket.objects.filter(billable_from__isnull=False, assignee__isnull=False).order_by("-billable_from")
    entries = []
    for ticket in handed.select_related("contract__plan_version", "assignee")[:WORKED]:
        at = min((ticket.billable_from or now) + timedelta(hours=2), now)
        entries.append(
            TimeEntry(
                ticket=ticket,
                membership=ticket.assignee,
                day=at.astimezone(zone).date(),
                minutes=dice.choice([30, 45, 60, 90, 120, 150]),
                logged_at=at,
                **terms_of_work(ticket, at)._asdict(),
            )
        )
    TimeEntry.objects.bulk_create(entries)


def _payslips(manager: Membership, this_month: date, now: datetime, dice: Random) -> None:
    """Count a year for every customer with a contract; the latest month lacks one, and one count was corrected."""
    customers = list(Contract.objects.order_by("customer").values_list("customer", flat=True).distinct())
    zone = ZoneInfo(manager.tenant.zone)
    rows = []
    for number, customer in enumerate(customers):
        count = max(int(dice.lognormvariate(4.9, 1.1)), 2)
        for back in range(MONTHS, 0, -1):
            month = add_months(this_month, -back)
            count = max(count + round(count * dice.uniform(-0.02, 0.025)), 1)
            if back == 2 and number == len(customers) - 1:
                continue
            entered_at = min(month_start(add_months(month, 1), zone) + timedelta(days=1, hours=8), now)
            rows.append(
                PayslipCount(
                    customer_id=customer,
                    month=month,
                    count=count,
                    source=PayslipCount.Source.API if number % 3 else PayslipCount.Source.CSV,
                    entered_at=entered_at,
                    entered_by=manager,
                )
            )
    PayslipCount.objects.bulk_create(rows)
    wrong = PayslipCount.objects.select_related("customer").filter(month=add_months(this_month, -1)).earliest("pk")
    enter_payslips(
        customer=wrong.customer,
        month=wrong.month,
        count=wrong.count + 3,
        source=PayslipCount.Source.PAGE,
        actor=manager,
        now=now,
    )
