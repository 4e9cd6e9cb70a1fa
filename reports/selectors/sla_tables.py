"""The page of a period's promises as files: every row, whatever the page shows."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import of_months
from reports import words
from reports.figures import ClockFigures
from reports.forms_sla import SlaForm
from reports.selectors.sla_asked import asked_and_decided
from reports.selectors.sla_parts import PARTS, Promises, sla_parts
from sla.models import Metric, Severity

Maker = Callable[[SlaForm, str, str, datetime], Table]


def _heads() -> list[str | Column]:
    return [
        _("Promises"),
        pgettext("clock", "Met"),
        pgettext("clock", "Breached"),
        Column(_("Met, per cent"), Kind.SHARE),
        _("Median, minutes"),
        _("9 of 10 within, minutes"),
    ]


def _kept(figures: ClockFigures) -> list[Cell]:
    return [figures.due, figures.met, figures.breached, figures.share, figures.median, figures.p90]


def _name(form: SlaForm, *words: object) -> str:
    return of_months(_("Deadlines"), *words, first=form.period.first, last=form.period.last)


def _parts(form: SlaForm, by: str, sort: str, now: datetime) -> Table:
    rows: Iterable[list[Cell]] = (
        [part.name, *_kept(part.now), part.before.due, part.before.share]
        for part in sla_parts(by, form, sort=sort, now=now).shown
    )
    return Table(_name(form, PARTS[by], form.metric.label), [str(PARTS[by]), *_heads(), *_past_heads()], rows)


def _months(form: SlaForm, _by: str, _sort: str, now: datetime) -> Table:
    """Give every month, severity and clock."""
    cells = Promises.of(form.period, form.filters, now=now).now.by("month", "severity", "metric")
    nothing = ClockFigures()
    rows = (
        [
            f"{month:%Y-%m}",
            str(severity.label),
            str(metric.label),
            *_kept(cells.get((month, severity.value, metric.value), nothing)),
        ]
        for month in form.period.months
        for severity in Severity
        for metric in Metric
    )
    return Table(_name(form, _("Month")), [_("Month"), _("Severity"), _("Clock"), *_heads()], rows)


def _clocks(form: SlaForm, _by: str, _sort: str, now: datetime) -> Table:
    """Give every clock and severity, and each clock's whole, beside the period before."""
    found = Promises.of(form.period, form.filters, now=now)
    names = {severity.value: str(severity.label) for severity in Severity}
    rows = []
    for metric in Metric:
        of_clock = [{"metric": metric.value, "severity": each} for each in names] + [{"metric": metric.value}]
        for name, which in zip([*names.values(), _("All")], of_clock, strict=True):
            past = found.before.total(**which)
            rows.append([str(metric.label), name, *_kept(found.now.total(**which)), past.due, past.share])
    return Table(
        _name(form, _("Met by clock and severity")), [_("Clock"), _("Severity"), *_heads(), *_past_heads()], rows
    )


def _past_heads() -> list[str | Column]:
    return [_("Promises before"), Column(_("Met before, per cent"), Kind.SHARE)]


def _hours(form: SlaForm, _by: str, _sort: str, now: datetime) -> Table:
    mine = Promises.of(form.period, form.filters, now=now).now.total(metric=form.metric.value)
    rows: Iterable[list[Cell]] = (
        [words.weekday_short(day), *(mine.hours[24 * day + hour] for hour in range(24))] for day in range(7)
    )
    head = [pgettext("calendar", "Day"), *(f"{hour:02}:00" for hour in range(24))]
    return Table(_name(form, _("Breached by weekday and hour"), form.metric.label), head, rows)


def _asked(form: SlaForm, _by: str, _sort: str, now: datetime) -> Table:
    rows: Iterable[list[Cell]] = (
        [str(asked.label), *counts]
        for asked, counts in zip(Severity, asked_and_decided(form, now=now).counts, strict=True)
    )
    head = [_("Asked for"), *(_("Decided: %(name)s") % {"name": severity.label} for severity in Severity)]
    return Table(_name(form, _("Severity asked for and decided")), head, rows)


MAKERS: dict[str, Maker] = {"parts": _parts, "clocks": _clocks, "months": _months, "hours": _hours, "asked": _asked}
