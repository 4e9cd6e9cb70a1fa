"""The clocks behind a figure of the deadlines, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils.translation import gettext as _

from accounts.long_lists import some_of
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from accounts.tables.of_rows import some_at_once
from reports import words
from reports.door import figures_for
from reports.figures import ClockFigures, Filters, Period
from reports.forms_sla import SlaForm
from reports.selectors.filtering import kept
from reports.selectors.sla_hours import LAST_SECOND
from reports.selectors.sla_lists import WITH, Line, lines_of
from reports.selectors.sla_states import State, is_at_risk, is_breached, is_met
from sla.models import Severity
from tickets.models import SlaClock

PAGE = 50
HOURS = range(7 * 24)
ALL, MET, BREACHED, STOPPED, AT_RISK = WHICH = ("all", "met", "breached", "stopped", "at-risk")


@dataclass(frozen=True)
class ClocksPage:
    """Some of the clocks, which they are by number, and of how many."""

    lines: list[Line]
    first: int
    last: int
    count: int
    number: int

    @property
    def has_next(self) -> bool:
        """Say whether more follow."""
        return self.last < self.count


def counted(period: Period, filters: Filters, *, now: datetime, metric: str = "") -> QuerySet[SlaClock]:
    """Give the clocks that count in a period: kept or broken at `now`, with their deadline in it; of all metrics
    where none is named.
    """
    clocks = SlaClock.objects.filter(
        is_met() | is_breached(now), kept(filters, ticket="ticket__"), due_at__gte=period.start, due_at__lt=period.end
    )
    return clocks.filter(metric=metric) if metric else clocks


def clocks_at_risk(filters: Filters, *, now: datetime, metric: str) -> QuerySet[SlaClock]:
    """Give the clocks at risk at a moment, whatever the period; the earliest deadline first."""
    return SlaClock.objects.filter(is_at_risk(now), kept(filters, ticket="ticket__"), metric=metric).order_by(
        "due_at", "pk"
    )


def clocks_behind(form: SlaForm, which: str, *, hour: int | None = None, now: datetime) -> QuerySet[SlaClock]:
    """Give the clocks behind a figure: the latest deadline first; of the stopped the longest, at risk the next.

    `hour` (24 · weekday + hour, Monday is 0) keeps those whose deadline passed in that hour of the week.
    """
    if which == AT_RISK:
        return clocks_at_risk(form.filters, now=now, metric=form.metric).select_related(*WITH)
    clocks = counted(form.period, form.filters, now=now, metric=form.metric)
    if which == STOPPED:
        clocks = clocks.filter(state__in=[State.MET, State.BREACHED])
    elif which != ALL:
        clocks = clocks.filter(is_met() if which == MET else is_breached(now))
    if hour is not None:
        moment = ExpressionWrapper(F("due_at") - Value(LAST_SECOND), output_field=DateTimeField())
        clocks = clocks.annotate(
            day_of_week=ExtractIsoWeekDay(moment, tzinfo=form.period.zone),
            hour_of_day=ExtractHour(moment, tzinfo=form.period.zone),
        ).filter(day_of_week=hour // 24 + 1, hour_of_day=hour % 24)
    order = ("-used_seconds", "-pk") if which == STOPPED else ("-due_at", "-pk")
    return clocks.select_related(*WITH).order_by(*order)


def clocks_page(
    clocks: QuerySet[SlaClock], form: SlaForm, *, count: int | None, number: int, now: datetime
) -> ClocksPage:
    """Read a page of clocks_behind, which are `count` where that is known; one behind the last is the last. Four
    queries at most.
    """
    count = clocks.count() if count is None else count
    number = max(1, min(number, -(-count // PAGE)))
    first = (number - 1) * PAGE
    lines = lines_of(some_of(clocks, first, first + PAGE), now=now, zone=form.period.zone)
    return ClocksPage(lines, first + 1, first + len(lines), count, number)


def length_of(form: SlaForm, which: str, *, now: datetime) -> int | None:
    """Give how many clocks_behind has of no single hour; None where the figures do not say it. One query."""
    if which == AT_RISK:
        return None
    figures = figures_for(ClockFigures, form.period, form.filters, metric=form.metric, monthly=False, now=now).total()
    counts = {ALL: figures.due, MET: figures.met, BREACHED: figures.breached, STOPPED: figures.used.count}
    return counts[which]


def clocks_table(clocks: QuerySet[SlaClock], form: SlaForm, which: str, *, now: datetime) -> Table:
    """Give all of clocks_behind as a file."""
    name = named(form.metric.label, which_name(which, form, None))
    head: list[str | Column] = [
        _("Ticket"),
        _("Subject"),
        _("Customer"),
        _("Severity"),
        Column(_("Started at"), Kind.INSTANT),
        Column(_("Deadline"), Kind.INSTANT),
        Column(_("Stopped at"), Kind.INSTANT),
        Column(_("Used, minutes"), Kind.DURATION),
        Column(_("Over, minutes"), Kind.DURATION),
        _("Assignee"),
    ]
    zone = form.period.zone
    lines = chain.from_iterable(lines_of(some, now=now, zone=zone) for some in some_at_once(clocks))
    return Table(name, head, map(_row, lines), zone)


def which_name(which: str, form: SlaForm, hour: int | None) -> str:
    """Say which clocks these are, as a title."""
    if which == AT_RISK:
        return _("At risk now")
    names = {
        ALL: _("Promises"),
        MET: _("Deadlines met"),
        BREACHED: _("Breached deadlines"),
        STOPPED: _("Stopped clocks, the longest first"),
    }
    title = f"{names[which]}, {words.period(form.period)}"
    if hour is None:
        return title
    return _("%(title)s: %(day)s in the hour from %(time)s") % {
        "title": title,
        "day": words.weekday_long(hour // 24),
        "time": words.hour_clock(hour % 24, form.period.zone),
    }


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
