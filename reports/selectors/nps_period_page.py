"""The page of a period's satisfaction."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts import formats
from accounts.months import add_months
from reports.figures import Dimension, SurveyFigures
from reports.forms_nps import NpsForm, promise_name
from reports.forms_period import NONE
from reports.parts import Chart, Figure
from reports.selectors.nps_charts import rolling_chart, score_chart, scores_chart
from reports.selectors.nps_page import Step
from reports.selectors.nps_period import ENOUGH, NpsPeriod, figures_of
from reports.selectors.nps_period_words import period_text, period_verdict
from reports.selectors.nps_words import range_text, score_text, with_interval
from sla.models import Severity
from surveys.nps import HIGHEST, ROLLING, response_rate

SHOWN = 20


@dataclass(frozen=True)
class PartLine:
    """One row. `only_url` keeps the page to it, `answers_url` lists its answers ("" for none)."""

    name: str
    score: str
    interval: str
    answers: str
    rate: str
    only_url: str
    answers_url: str


@dataclass(frozen=True)
class PartTable:
    """Satisfaction by team, plan …; `count` is the number of rows there are."""

    id: str
    title: str
    head: str
    lines: list[PartLine]
    count: int


@dataclass(frozen=True)
class PeriodPage:
    """Figures, pictures, funnel and tables."""

    figures: list[Figure]
    verdict: str
    charts: list[Chart]
    files: dict[str, str]
    steps: list[Step]
    tables: list[PartTable]
    answers_url: str
    enough: int = ENOUGH


def period_page(found: NpsPeriod, form: NpsForm, *, everything: bool) -> PeriodPage:
    """Lay out what was counted; `everything` shows the whole of the tables."""
    return PeriodPage(
        figures=_figures(found, form),
        verdict=period_verdict(found),
        charts=_charts(found, form),
        files={name: _file(name, form) for name in ("asked", "parts")},
        steps=_steps(found.now),
        tables=_tables(found, form, everything=everything),
        answers_url=_answers(form) if found.now.answered else "",
    )


def _figures(found: NpsPeriod, form: NpsForm) -> list[Figure]:
    this, before = figures_of(found.period.last, found.now), figures_of(found.period.last, found.before)
    rate, past = this.response_rate, before.response_rate
    return [
        Figure(
            label="NPS",
            value=score_text(this.score),
            past=with_interval(this),
            url=_answers(form) if this.answers else "",
            link=_("see the answers"),
        ),
        Figure(label=_("The period before"), value=score_text(before.score), past=with_interval(before)),
        Figure(
            label=_("Twelve months"),
            value=score_text(found.rolling[-1].score),
            past=with_interval(found.rolling[-1]),
        ),
        Figure(
            label=_("Response rate"),
            value="–" if rate is None else formats.decimal(100 * rate, 0),
            unit="" if rate is None else "%",
            past=format_html(
                "{} <b>{}</b>, {}",
                _("before"),
                "–" if past is None else formats.percent(past),
                _("%(part)s of %(whole)s")
                % {"part": formats.decimal(this.answers, 0), "whole": formats.decimal(this.sent, 0)},
            ),
        ),
    ]


def _charts(found: NpsPeriod, form: NpsForm) -> list[Chart]:
    """Give the pictures; in their tables each number of answers leads to them."""
    months = [each.month for each in found.months]
    alone = [_answers(form, since=f"{month:%Y-%m}", until=f"{month:%Y-%m}") for month in months]
    twelve = [
        _answers(form, since=f"{add_months(month, 1 - ROLLING):%Y-%m}", until=f"{month:%Y-%m}") for month in months
    ]
    scores = [_answers(form, group=str(score)) for score in range(HIGHEST + 1)]
    return [
        _linked(score_chart(found.months, "", _file("months", form)), 3, alone),
        _linked(scores_chart(list(found.now.scores), period_text(found.period), _file("scores", form)), 1, scores),
        _linked(rolling_chart(found.rolling, _file("rolling", form)), 3, twelve),
    ]


def _linked(chart: Chart, column: int, urls: list[str]) -> Chart:
    rows = [
        [*row[:column], format_html('<a href="{}">{}</a>', url, row[column]), *row[column + 1 :]]
        for row, url in zip(chart.rows, urls, strict=True)
    ]
    return replace(chart, rows=rows)


def _steps(asked: SurveyFigures) -> list[Step]:
    steps = [
        (pgettext("tickets", "Solved"), asked.resolved),
        (_("Could be asked"), asked.eligible),
        (pgettext("survey", "Sent"), asked.sent),
        (_("Answered"), asked.answered),
    ]
    return [
        Step(name, formats.decimal(count, 0), 100 * count / asked.resolved if asked.resolved else 0)
        for name, count in steps
    ]


# What the page breaks figures down by: its name in an address, the table's title, the column's.
KINDS: list[tuple[str, Any, Any]] = [
    ("team", gettext_lazy("By team"), gettext_lazy("Team")),
    ("plan", gettext_lazy("By plan"), gettext_lazy("Plan")),
    ("product", gettext_lazy("By product"), gettext_lazy("Product")),
    ("severity", gettext_lazy("By severity"), gettext_lazy("Severity")),
    ("promise", gettext_lazy("By deadlines met or breached"), gettext_lazy("Deadlines")),
    ("customer", gettext_lazy("By customer"), gettext_lazy("Customer")),
]
PartRow = tuple[str, str, str, SurveyFigures]


def part_rows(found: NpsPeriod) -> list[PartRow]:
    """Give each part's kind, key, name and figures, in the order of KINDS: severities by rank, others the most answers
    first.
    """
    parts = [(str(one.dimension), one.key, _name(one.dimension, one.key, one.name), one.figures) for one in found.parts]
    parts.sort(key=lambda row: (-row[3].answered, row[2].casefold()))
    severities = [
        ("severity", each.value, str(each.label), found.severities[each.value])
        for each in Severity
        if each.value in found.severities
    ]
    return [row for kind, _title, _head in KINDS for row in [*severities, *parts] if row[0] == kind]


def _tables(found: NpsPeriod, form: NpsForm, *, everything: bool) -> list[PartTable]:
    rows = part_rows(found)
    tables = []
    for kind, title, head in KINDS:
        mine = [row for row in rows if row[0] == kind]
        lines = [_line(*row, form) for row in (mine if everything else mine[:SHOWN])]
        tables.append(PartTable(kind, title, head, lines, len(mine)))
    return tables


def _name(dimension: Dimension, key: str, name: str) -> str:
    return promise_name(key) if dimension is Dimension.PROMISE else name or pgettext("filter", "None")


def _line(kind: str, key: str, name: str, figures: SurveyFigures, form: NpsForm) -> PartLine:
    this = figures_of(form.period.last, figures)
    rate = response_rate(figures.answered, figures.sent)
    few = this.answers < ENOUGH
    only = {kind: key or NONE}
    return PartLine(
        name=name,
        score=_("too few to say") if few else score_text(this.score),
        interval="–" if few else range_text(this.interval),
        answers=formats.decimal(this.answers, 0),
        rate="–" if rate is None else formats.percent(rate),
        only_url=f"?{form.query(**only)}",
        answers_url=_answers(form, **only) if this.answers else "",
    )


def _answers(form: NpsForm, **other: str) -> str:
    return f"{reverse('dashboards:nps_answers')}?{form.query(**other)}"


def _file(table: str, form: NpsForm) -> str:
    return f"{reverse('dashboards:nps_period_csv', args=[table])}?{form.query()}"
