"""The lines of a month for sessions beyond a quota."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject, TruncDate

from accounts.models import Tenant
from accounts.months import add_months
from contracts.models import ConsultancyRate
from contracts.pricing import discounted, time_price
from tickets import bills
from tickets.bills import Line, Missing
from tickets.models import Booking

# A session that was missed is billed as one that was held: the time was kept for the customer, who knew the price.
BILLED = (Booking.Status.HELD, Booking.Status.NO_SHOW)


def session_lines(
    tenant: Tenant, month: date, customers: Collection[int] | None
) -> Iterator[tuple[int, Line | Missing]]:
    """Give what was beyond the quota in sessions of the month's local days, at the price of the day, less the discount
    of the session's contract. Each with its customer; the text is still empty. One query.
    """
    zone = ZoneInfo(tenant.zone)
    since, until = (datetime.combine(day, time.min, zone) for day in (month, add_months(month, 1)))
    found = Booking.objects.filter(
        status__in=BILLED, starts_at__gte=since, starts_at__lt=until, covered_minutes__lt=F("minutes")
    )
    if customers is not None:
        found = found.filter(contract__customer__in=customers)
    rates = ConsultancyRate.objects.filter(valid_from__lte=OuterRef("day")).order_by("-valid_from")
    rate = JSONObject(amount=Cast("amount", CharField()), currency="currency")
    priced = found.annotate(day=TruncDate("starts_at", tzinfo=zone)).annotate(
        rate=Subquery(rates.values(rate=rate)[:1])
    )
    sessions: Any = priced.select_related("contract__plan_version").order_by("starts_at", "pk")
    for session in sessions:
        customer = session.contract.customer_id
        if session.rate is None:
            yield customer, Missing("rate", contract=session.contract_id)
            continue
        discount = session.contract.plan_version.consultancy_discount
        price = discounted(Decimal(session.rate["amount"]), discount)
        yield (
            customer,
            Line(
                kind=bills.SESSION,
                text="",
                currency=session.rate["currency"],
                quantity=(Decimal(session.billable_minutes) / 60).quantize(Decimal("0.0001")),
                unit_price=price,
                amount=time_price(session.billable_minutes, price),
                contract=session.contract_id,
                entry=session.pk,
                day=session.day,
                minutes=session.billable_minutes,
                discount=discount,
            ),
        )
