"""Payroll runs that somebody has to look at, month by month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.dateformat import format as django_format

from accounts import formats
from accounts.months import add_months, month_of
from accounts.tables.of_rows import AT_ONCE
from sla.engine import BusinessCalendar
from tickets.models import PayrollList, PayrollListLine, PayrollRun
from tickets.proactive import ListTime, list_time, month_due

MOST = 500


def waiting_runs(*, until: datetime) -> QuerySet[PayrollRun]:
    """Give the runs that are carried out by an instant and not approved, by customer, the oldest first."""
    rows = PayrollRun.objects.filter(approved_at=None, carried_out_at__lte=until).select_related("customer__tenant")
    return rows.order_by("customer__name", "customer_id", "carried_out_at", "pk")


@dataclass(frozen=True)
class RunLine:
    """A run in words; `approved` is empty while it is not, `ticket` the case that tells its customer (0: none yet)."""

    run: PayrollRun
    period: str
    carried_out: str
    approved: str
    ticket: int


@dataclass(frozen=True)
class PayrollPage:
    """One month's list; `made` is empty before its last working day, `day`. `months` are (value, name, is shown)."""

    name: str
    day: str
    made: str
    lines: Sequence[RunLine]
    total: int
    months: Sequence[tuple[str, str, bool]]


def payroll_page(calendar: BusinessCalendar, *, asked: str, now: datetime, zone: ZoneInfo) -> PayrollPage:
    """Give the list of the month asked for ("2026-11"), else of the next one to be made: who would be on it now."""
    lists, coming, shown = _months(calendar, asked, now)
    made = lists.get(shown)
    months = sorted({coming.month, *lists}, reverse=True)
    lines, total = _made(made, now, zone) if made else _waiting(now, zone)
    when = list_time(calendar, shown) or coming
    return PayrollPage(
        name=django_format(shown, "F Y"),
        day=formats.long_date(when.opens_at, zone),
        made=formats.near_time(made.made_at, now, zone) if made else "",
        lines=lines,
        total=total,
        months=[(f"{month:%Y-%m}", django_format(month, "F Y"), month == shown) for month in months],
    )


def listed_runs(
    calendar: BusinessCalendar, *, asked: str, now: datetime
) -> tuple[date, Iterator[tuple[PayrollRun, int]]]:
    """Give the month that `payroll_page` shows and all of its list: each run with its ticket's number (0: none yet)."""
    lists, _next, shown = _months(calendar, asked, now)
    if made := lists.get(shown):
        return shown, ((row.run, row.ticket.number) for row in _lines_of(made).iterator(AT_ONCE))
    return shown, ((run, 0) for run in waiting_runs(until=now).iterator(AT_ONCE))


def _months(calendar: BusinessCalendar, asked: str, now: datetime) -> tuple[dict[date, PayrollList], ListTime, date]:
    """Give the latest lists that were made, when the next one is, and the month to show."""
    lists = {made.month: made for made in PayrollList.objects.order_by("-month")[:24]}
    coming = _coming(calendar, now)
    return lists, coming, next((month for month in lists if f"{month:%Y-%m}" == asked), coming.month)


def _coming(calendar: BusinessCalendar, now: datetime) -> ListTime:
    """Give the next list to be made: this month's, or the next one's where this one is due already."""
    due, month = month_due(calendar, now), month_of(now, ZoneInfo(calendar.definition.zone))
    while True:
        when = list_time(calendar, month)
        if when and (due is None or when.month > due.month):
            return when
        month = add_months(month, 1)


def _made(made: PayrollList, now: datetime, zone: ZoneInfo) -> tuple[list[RunLine], int]:
    rows = _lines_of(made)
    return [_line(row.run, row.ticket.number, now, zone) for row in rows[:MOST]], rows.count()


def _lines_of(made: PayrollList) -> QuerySet[PayrollListLine]:
    rows = PayrollListLine.objects.filter(listing=made).select_related("run__customer", "ticket")
    return rows.order_by("run__customer__name", "run__carried_out_at", "pk")


def _waiting(now: datetime, zone: ZoneInfo) -> tuple[list[RunLine], int]:
    rows = waiting_runs(until=now)
    return [_line(run, 0, now, zone) for run in rows[:MOST]], rows.count()


def _line(run: PayrollRun, ticket: int, now: datetime, zone: ZoneInfo) -> RunLine:
    return RunLine(
        run=run,
        period=django_format(run.month, "F Y"),
        carried_out=formats.near_time(run.carried_out_at, now, zone),
        approved=formats.near_time(run.approved_at, now, zone) if run.approved_at else "",
        ticket=ticket,
    )
