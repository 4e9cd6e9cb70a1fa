"""Reads one customer's month. Nothing internal: no note, no agent, no alert, nobody's single answer."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.text import Truncator

from accounts.markdown import to_words
from accounts.months import add_months, month_of, month_start
from contracts.models import Customer
from reports.customer_report.figures import CustomerReport, Late, Satisfaction, Solved, TicketCounts
from reports.customer_report.months import begun_at
from reports.door import figures_for
from reports.figures import ClockFigures, Filters, Period, SurveyFigures, TicketFlow
from reports.selectors.sla_clocks import counted
from reports.selectors.sla_states import is_breached
from sla.models import Metric, Severity
from surveys.nps import ROLLING
from tickets.models import SlaClock, Ticket
from tickets.selectors.clocks import ClockBook
from tickets.selectors.quota_months import quotas_of_month

# Beyond so many the report says how many more there are; the portal has them all.
MOST = 200
SOLUTION_LENGTH = 280


def customer_report(customer: Customer, month: date, *, zone: tzinfo, now: datetime) -> CustomerReport:
    """Give a customer's month in the tenant's zone, as it is known at `now`. Eight queries.

    Figures are the dashboards' (reports.door). ValueError for a month that has not begun.
    """
    period = Period(month, month, zone)
    if now < period.start:
        raise ValueError(f"{month:%Y-%m} has not begun")
    mine = Filters(customer=str(customer.pk))
    clocks = figures_for(ClockFigures, period, mine, now=now)
    late = counted(period, mine, now=now).filter(is_breached(now)).select_related("ticket")
    lines = _late(late.order_by("due_at", "pk"), now=now, zone=zone)
    begun, tickets = _tickets(customer, period, mine, now=now)
    promises: Any = clocks.by("metric", "severity")
    return CustomerReport(
        customer=customer,
        first=month_of(begun, zone),
        month=month,
        zone=zone,
        now=now,
        tickets=tickets,
        promises={
            (metric, severity): promises[metric, severity]
            for metric in Metric.values
            for severity in Severity.values
            if (metric, severity) in promises
        },
        late=lines,
        late_count=clocks.total().breached,
        quotas=quotas_of_month(customer, month, zone),
        satisfaction=_satisfaction(period, mine, now=now),
        solved=_solved(customer, period),
    )


def _tickets(
    customer: Customer, period: Period, mine: Filters, *, now: datetime
) -> tuple[datetime, dict[str, TicketCounts]]:
    """Give when the customer's story with us began, and the month's counts by severity."""
    flow = figures_for(TicketFlow, period, mine, now=now)
    end = period.end  # nothing is later than now: of the present month these are the tickets open at this moment
    # One that was solved and opened again has no solving: it counts as open since it was filed.
    still_open = Q(status__in=Ticket.OPEN_STATUSES) | Q(resolved_at__gte=end) | Q(resolved_at=None, closed_at__gte=end)
    open_then = {
        severity: Count("pk", filter=still_open & Q(opened_at__lt=end, severity=severity))
        for severity in Severity.values
    }
    mine_all = Ticket.objects.filter(customer=customer).exclude(kind=Ticket.Kind.SPAM)
    found = mine_all.aggregate(first=Min("opened_at"), **open_then)
    counts = {severity: flow.total(severity=severity) for severity in Severity.values}
    return begun_at(customer, found["first"]), {
        severity: TicketCounts(figures.opened, figures.resolved, found[severity])
        for severity, figures in counts.items()
    }


def _late(clocks: QuerySet[SlaClock], *, now: datetime, zone: tzinfo) -> list[Late]:
    rows = list(clocks[:MOST])
    book = ClockBook(rows, now=now, zone=zone)
    return [
        Late(
            number=row.ticket.number,
            subject=row.ticket.subject,
            metric=row.metric,
            severity=row.severity,
            over=max(-book.read(row).left, 0),
            is_open=row.stopped_at is None,
        )
        for row in rows
    ]


def _satisfaction(period: Period, mine: Filters, *, now: datetime) -> Satisfaction:
    """Count the surveys sent in the month, and in twelve: an answer belongs to the month of its survey."""
    year = Period(add_months(period.first, 1 - ROLLING), period.last, period.zone)
    cells = figures_for(SurveyFigures, year, mine, now=now)
    return Satisfaction(cells.total(month=period.first), cells.total())


def _solved(customer: Customer, period: Period) -> Sequence[Solved]:
    tickets = Ticket.objects.filter(
        customer=customer, resolved_at__gte=month_start(period.first, period.zone), resolved_at__lt=period.end
    ).only("number", "subject", "severity", "opened_at", "resolved_at", "solution")
    return [
        Solved(
            number=ticket.number,
            subject=ticket.subject,
            severity=ticket.severity,
            opened_at=ticket.opened_at,
            solved_at=ticket.resolved_at,
            solution=Truncator(to_words(ticket.solution)).chars(SOLUTION_LENGTH),
        )
        for ticket in tickets.order_by("resolved_at", "pk")[:MOST]
        if ticket.resolved_at
    ]
