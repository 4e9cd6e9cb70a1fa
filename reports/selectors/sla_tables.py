"""The deadlines page as files."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.months import add_months, months_between
from accounts.tables import Cell, Column, Kind, Table
from reports import words
from reports.selectors.sla_hours import breach_hours
from reports.selectors.sla_lists import Line, breached_clocks, clocks_at_risk, lines_of
from reports.selectors.sla_months import kept_by_month
from reports.selectors.sla_page import MONTHS
from sla.hours import support_calendar
from sla.models import Metric, Severity
from tickets.models import SlaClock

Maker = Callable[[Metric, date, datetime, tzinfo], Table]


def months_table(metric: Metric, month: date, now: datetime, zone: tzinfo) -> Table:
    """Give twelve months by severity: how many promises, how many met and breached."""
    kept = kept_by_month(metric, now=now, zone=zone)
    return Table(
        f"deadlines-{metric}-{month:%Y-%m}",
        [
            _("Month"),
            _("Severity"),
            _("Promises"),
            pgettext("clock", "Met"),
            pgettext("clock", "Breached"),
            Column(_("Met, per cent"), Kind.SHARE),
        ],
        (
            [
                f"{each:%Y-%m}",
                str(severity.label),
                found.due,
                found.met,
                found.breached,
                found.share,
            ]
            for each in months_between(add_months(month, 1 - MONTHS), month)
            for severity in Severity
            for found in (kept.of(each, severity),)
        ),
    )


def hours_table(metric: Metric, month: date, now: datetime, zone: tzinfo) -> Table:
    """Give the month's breaches by weekday and hour."""
    hours = breach_hours(metric, month, calendar=support_calendar(), now=now, zone=zone)
    return Table(
        f"breached-by-hour-{metric}-{month:%Y-%m}",
        [pgettext("calendar", "Day"), *(f"{hour:02}:00" for hour in hours.hours), _("All")],
        (
            [words.weekday_short(day), *(hours.counts[day, hour] for hour in hours.hours), hours.of_day(day)]
            for day in hours.days
        ),
    )


def breached_table(metric: Metric, month: date, now: datetime, zone: tzinfo) -> Table:
    """Give every promise broken in the month."""
    return list_table(f"breached-{metric}-{month:%Y-%m}", breached_clocks(metric, month, now=now, zone=zone), now, zone)


def at_risk_table(metric: Metric, _month: date, now: datetime, zone: tzinfo) -> Table:
    """Give every promise at risk now."""
    return list_table(f"at-risk-{metric}", clocks_at_risk(metric, now=now), now, zone)


MAKERS: dict[str, Maker] = {
    "months": months_table,
    "hours": hours_table,
    "breached": breached_table,
    "at-risk": at_risk_table,
}


def list_table(name: str, clocks: Iterable[SlaClock], now: datetime, zone: tzinfo) -> Table:
    """Give clocks with their tickets, in the order given."""
    (lines,) = lines_of(clocks, now=now, zone=zone)
    head: list[str | Column] = [
        _("Ticket"),
        _("Subject"),
        _("Customer"),
        _("Severity"),
        Column(_("Opened at"), Kind.INSTANT),
        Column(_("Deadline"), Kind.INSTANT),
        Column(_("Stopped at"), Kind.INSTANT),
        Column(_("Used, minutes"), Kind.DURATION),
        Column(_("Over, minutes"), Kind.DURATION),
        _("Assignee"),
    ]
    return Table(name, head, (_row(line) for line in lines), zone)


def _row(line: Line) -> list[Cell]:
    return [
        line.ticket.number,
        line.ticket.subject,
        line.ticket.customer.name,
        str(Severity(line.row.severity).label),
        line.row.started_at,
        line.row.due_at,
        line.row.stopped_at,
        line.reading.used,
        line.over,
        line.ticket.assignee.user.name if line.ticket.assignee else "",
    ]
