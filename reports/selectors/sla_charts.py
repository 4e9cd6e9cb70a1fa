"""The pictures of the deadlines page, with their tables."""

from dataclasses import dataclass
from datetime import date, tzinfo
from math import floor
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from reports import words
from reports.figures import ClockFigures
from reports.forms_sla import SlaForm
from reports.parts import Chart
from reports.selectors.sla_hours import BreachHours
from reports.selectors.sla_parts import Promises
from reports.selectors.sla_states import GOAL
from reports.selectors.sla_texts import clocks_url, kept_text, linked
from sla.models import Severity


@dataclass(frozen=True)
class Scale:
    """A vertical axis in per cent that ends at 100."""

    low: int
    step: int


def scale(shares: list[float | None]) -> Scale:
    """Give an axis that shows every share, from 85 per cent at the highest."""
    lowest = min([100 * share for share in shares if share is not None], default=85.0)
    for room, step in ((15, 5), (20, 5), (25, 5), (30, 10), (40, 10), (50, 10), (60, 20)):
        if lowest >= 100 - room:
            return Scale(100 - room, step)
    return Scale(floor(lowest / 25) * 25, 25)


def months_chart(found: Promises, form: SlaForm, csv_url: str) -> Chart:
    """Draw the share of one clock kept in each month of the period, a line for each severity."""
    months, cells = form.period.months, found.now.by("metric", "month", "severity")
    every = found.now.by("metric", "month")
    nothing, metric = ClockFigures(), form.metric.value

    def behind(month: date, kept: ClockFigures, severity: str) -> str:
        at = f"{month:%Y-%m}"
        return clocks_url(form, which="all", since=at, until=at, severity=severity) if kept.due else ""

    def row(month: date) -> list[str]:
        kept = {severity: cells.get((metric, month, severity), nothing) for severity in Severity.values}
        total = every.get((metric, month), nothing)
        return [
            words.month_year(month),
            *(linked(kept_text(each), behind(month, each, severity)) for severity, each in kept.items()),
            linked(kept_text(total), behind(month, total, form.cleaned_data["severity"])),
        ]

    series: list[dict[str, Any]] = []
    shares: list[float | None] = []
    ends: list[str] = []
    for severity in Severity:
        kept = [cells.get((metric, month, severity.value), nothing) for month in months]
        shares += [each.share for each in kept]
        end = "–" if kept[-1].share is None else formats.percent(kept[-1].share, 1)
        values = [None if each.share is None else formats.rounded_percent(each.share, 1) for each in kept]
        urls = [behind(month, each, severity.value) for month, each in zip(months, kept, strict=True)]
        series.append({"name": str(severity.label), "values": values, "end": end, "urls": urls})
        ends.append(f"{severity.label} {end}")
    axis = scale(shares)
    data = {
        "months": [words.month_short(month) for month in months],
        "series": series,
        "goal": 100 * GOAL,
        "min": axis.low,
        "max": 100,
        "interval": axis.step,
    }
    return Chart(
        id="kept",
        kind="lines",
        title=_("Met by month and severity"),
        unit=_("%(clock)s, per cent, dotted line: goal %(goal)s")
        % {"clock": form.metric.label, "goal": formats.percent(GOAL)},
        sentence=_("Deadlines met by month and severity, %(first)s to %(last)s. In %(last)s: %(figures)s.")
        % {
            "first": words.month_year(months[0]),
            "last": words.month_year(months[-1]),
            "figures": ", ".join(ends),
        },
        data=data,
        head=[_("Month"), *(str(severity.label) for severity in Severity), _("All")],
        rows=[row(month) for month in months],
        csv_url=csv_url,
        verdict="" if any(share is not None for share in shares) else _("No promises in this period") + ".",
    )


def hours_chart(hours: BreachHours, form: SlaForm, csv_url: str) -> Chart:
    """Draw a period's breaches by weekday and hour; closed hours are hatched. Each count leads to its clocks."""

    def behind(day: int, hour: int) -> str:
        return clocks_url(form, which="breached", hour=str(24 * day + hour))

    days = [words.weekday_short(day) for day in hours.days]
    at = {day: index for index, day in enumerate(hours.days)}
    column = {hour: index for index, hour in enumerate(hours.hours)}
    by_hour = [hours.of_hour(hour) for hour in hours.hours]
    by_day = [hours.of_day(day) for day in hours.days]
    worst = said_of_hours(hours, form.period.zone)
    return Chart(
        id="hours",
        kind="heatmap",
        title=_("Breached by weekday and hour"),
        unit=_("%(clock)s, hatched: closed") % {"clock": form.metric.label},
        sentence=_("Breached deadlines by weekday and hour.") + f" {worst}",
        data={
            "hours": [str(hour) for hour in hours.hours],
            "days": days,
            "cells": [
                [column[hour], at[day], count, behind(day, hour)] for (day, hour), count in sorted(hours.counts.items())
            ],
            "closed": [[column[hour], at[day]] for day, hour in sorted(hours.closed)],
            "row_sums": [_count(count) for count in by_day],
            "column_sums": [_count(count) for count in by_hour],
        },
        head=[pgettext("calendar", "Day"), *(str(hour) for hour in hours.hours), _("All")],
        rows=[
            [
                name,
                *(_cell(hours.counts[day, hour], behind(day, hour)) for hour in hours.hours),
                _count(hours.of_day(day)),
            ]
            for name, day in zip(days, hours.days, strict=True)
        ],
        csv_url=csv_url,
        verdict=worst,
    )


def _count(count: int) -> str:
    return formats.decimal(count, 0) if count else "–"


def _cell(count: int, url: str) -> str:
    return linked(_count(count), url if count else "")


def said_of_hours(hours: BreachHours, zone: tzinfo) -> str:
    """Name the weekday and hour with the most broken promises, where there is one."""
    if hours.worst is None:
        return _("None was breached.")
    day, hour = hours.worst
    count = hours.counts[hours.worst]
    if list(hours.counts.values()).count(count) > 1:
        return _("No hour stands out: at most %(count)s of %(total)s.") % {
            "count": formats.decimal(count, 0),
            "total": formats.decimal(hours.total, 0),
        }
    return _("Most on %(day)s in the hour from %(time)s: %(count)s of %(total)s.") % {
        "time": words.hour_clock(hour, zone),
        "day": words.weekday_long(day),
        "count": formats.decimal(count, 0),
        "total": formats.decimal(hours.total, 0),
    }
