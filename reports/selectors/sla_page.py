"""The page of a period's promises, and what they are broken down by."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from reports import words
from reports.figures import ClockFigures
from reports.forms_sla import SlaForm
from reports.parts import Chart, Choice, Figure
from reports.selectors.breakdown import SHOWN, Part
from reports.selectors.sla_asked import Asked, asked_and_decided
from reports.selectors.sla_charts import hours_chart, months_chart
from reports.selectors.sla_figures import sla_figures
from reports.selectors.sla_hours import hours_of
from reports.selectors.sla_parts import PARTS, SORTS, Promises, sla_parts
from reports.selectors.sla_texts import (
    change_text,
    clocks_url,
    counted_link,
    kept_text,
    linked,
    minutes_text,
    share_text,
)
from sla.hours import support_calendar
from sla.models import Metric, Severity


@dataclass(frozen=True)
class Row:
    """One row of a table. `query` is the page asked about this one alone; the cells are texts or safe links."""

    name: str
    query: str
    cells: list[str]
    is_current: bool = False


@dataclass(frozen=True)
class SlaPage:
    """Figures, pictures and tables."""

    intro: str
    figures: list[Figure]
    charts: list[Chart]
    clocks: list[Row]
    severities: list[str]
    asked: Asked
    rows: list[Row]
    count: int
    choices: list[Choice]
    heads: list[Choice]
    by_name: str


def sla_page(form: SlaForm, *, by: str, sort: str, everything: bool, now: datetime) -> SlaPage:
    """Put the page together. Seven queries at most. The form is valid."""
    found = Promises.of(form.period, form.filters, now=now)
    parts = sla_parts(by, form, sort=sort, most=None if everything else SHOWN, now=now)
    return SlaPage(
        intro=_("%(clock)s, compared with %(before)s. All times are opening hours.")
        % {"clock": form.metric.label, "before": words.period(form.period.before)},
        figures=sla_figures(found, form, now=now),
        charts=_charts(found, form, by),
        clocks=_clocks(found, form),
        severities=[str(severity.label) for severity in Severity],
        asked=asked_and_decided(form, now=now),
        rows=[_row(part, form, by) for part in parts.shown],
        count=parts.count,
        choices=[
            Choice(words.first_up(str(name)), form.query(by=key, sort=sort), key == by) for key, name in PARTS.items()
        ],
        heads=_heads(form, by, sort),
        by_name=str(PARTS[by]),
    )


def _heads(form: SlaForm, by: str, sort: str) -> list[Choice]:
    heads = [
        Choice(str(PARTS[by] if key == "name" else name), form.query(by=by, sort=key), key == sort)
        for key, name in SORTS.items()
    ]
    return [*heads[:3], Choice(_("Change, points"), ""), *heads[3:]]


def _charts(found: Promises, form: SlaForm, by: str) -> list[Chart]:
    mine = found.now.by("metric").get((form.metric.value,), ClockFigures())
    counts = Counter({divmod(hour, 24): count for hour, count in mine.hours.items()})
    query = form.query(by=by)

    def file(table: str) -> str:
        return f"{reverse('dashboards:sla_csv', args=[table])}?{query}"

    return [
        months_chart(found, form, file("months")),
        hours_chart(hours_of(counts, support_calendar()), form, file("hours")),
    ]


def _clocks(found: Promises, form: SlaForm) -> list[Row]:
    """Give each clock that has promises, by severity and in all, with its change."""
    cells, every, past = (
        found.now.by("metric", "severity"),
        found.now.by("metric"),
        found.before.by("metric"),
    )
    nothing, rows = ClockFigures(), []
    for metric in Metric:
        total, before = (sums.get((metric.value,), nothing) for sums in (every, past))
        if not total.due and not before.due and metric != form.metric:
            continue
        shown = [(cells.get((metric.value, severity), nothing), severity) for severity in Severity.values]
        shown.append((total, form.cleaned_data["severity"]))
        texts = [
            linked(
                kept_text(kept),
                clocks_url(form, which="all", clock=metric.value, severity=severity) if kept.due else "",
            )
            for kept, severity in shown
        ]
        query = form.query(clock=metric.value, **form.also)
        rows.append(Row(str(metric.label), query, [*texts, change_text(total, before)], metric == form.metric))
    return rows


def _row(part: Part[ClockFigures], form: SlaForm, by: str) -> Row:
    key = {by: part.key or "none"}
    return Row(
        part.name,
        form.query(**(form.also | key)),
        [
            counted_link(part.now.due, clocks_url(form, **key, which="all")),
            share_text(part.now),
            change_text(part.now, part.before),
            counted_link(part.now.breached, clocks_url(form, **key, which="breached")),
            minutes_text(part.now.median),
            minutes_text(part.now.p90),
        ],
    )
