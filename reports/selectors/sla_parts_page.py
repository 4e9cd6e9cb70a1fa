"""The page of a period's promises, and what they are broken down by."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from reports import words
from reports.figures import ClockFigures, Period
from reports.forms_sla import SlaForm
from reports.parts import Chart, Figure
from reports.selectors.sla_charts import hours_chart, months_chart
from reports.selectors.sla_hours import hours_of
from reports.selectors.sla_months import GOAL, Kept, Months
from reports.selectors.sla_parts import PARTS, SORTS, Part, Parts
from sla.hours import support_calendar

SHOWN = 20


@dataclass(frozen=True)
class PartLine:
    """One row. `url` goes to its tickets, `late_url` to its breached ones, `only_url` keeps the page to it."""

    name: str
    cells: list[str]
    breached: str
    url: str
    late_url: str
    only_url: str


@dataclass(frozen=True)
class Choice:
    """A link to the same page, asked otherwise."""

    name: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class PartsPage:
    """Figures, pictures, and a table of parts."""

    intro: str
    figures: list[Figure]
    charts: list[Chart]
    lines: list[PartLine]
    count: int
    choices: list[Choice]
    heads: list[Choice]
    by_name: str


def period_text(period: Period) -> str:
    """Name a period: May 2026, or March 2026 – May 2026."""
    first, last = words.month_year(period.first), words.month_year(period.last)
    return first if period.first == period.last else f"{first} – {last}"


def parts_page(found: Parts, form: SlaForm, *, by: str, sort: str, everything: bool, now: datetime) -> PartsPage:
    """Put the page together. The form is valid."""
    period = form.period
    shown = found.parts if everything else found.parts[:SHOWN]
    return PartsPage(
        intro=_("%(clock)s, compared with %(before)s. All times are opening hours.")
        % {"clock": form.metric.label, "before": period_text(period.before)},
        figures=_figures(found, form),
        charts=_charts(found, form, by),
        lines=[_line(part, form, by) for part in shown],
        count=len(found.parts),
        choices=[
            Choice(words.first_up(str(name)), form.query(by=key, sort=sort), key == by) for key, name in PARTS.items()
        ],
        heads=[
            Choice(str(PARTS[by] if key == "name" else name), form.query(by=by, sort=key), key == sort)
            for key, name in SORTS.items()
        ],
        by_name=str(PARTS[by]),
    )


def clocks_url(form: SlaForm, **other: str) -> str:
    """Give the address of the clocks behind a figure."""
    return f"{reverse('dashboards:sla_clocks')}?{form.query(**other)}"


def minutes_text(minutes: int | None) -> str:
    """Write whole minutes; an en dash for none."""
    return "–" if minutes is None else formats.duration(60 * minutes)


def share_text(figures: ClockFigures) -> str:
    """Write the share met; an en dash where nothing counted."""
    return "–" if figures.share is None else formats.percent(figures.share, 1)


def change_text(part: Part) -> str:
    """Write how the share met has changed, in percentage points; an en dash where one of both has none."""
    if part.now.share is None or part.before.share is None:
        return "–"
    return formats.decimal(100 * (part.now.share - part.before.share), 1, signed=True)


def _figures(found: Parts, form: SlaForm) -> list[Figure]:
    def past(write: Callable[[ClockFigures], str]) -> str:
        return format_html("{} <b>{}</b>", _("before"), write(found.before))

    def link(which: str) -> str:
        return clocks_url(form, which=which)

    now = found.now
    share = "–" if now.share is None else formats.decimal(100 * now.share, 1)
    return [
        Figure(
            label=_("Deadlines met"),
            value=share,
            unit="" if now.share is None else "%",
            past=format_html("{}, {}", past(share_text), _("goal %(goal)s") % {"goal": formats.percent(GOAL)}),
            url=link("all") if now.due else "",
            link=_("see the tickets"),
        ),
        Figure(
            label=_("Breached deadlines"),
            value=formats.decimal(now.breached, 0),
            past=past(lambda figures: formats.decimal(figures.breached, 0)),
            css="is-over" if now.breached else "",
            url=link("breached") if now.breached else "",
            link=_("see the tickets"),
        ),
        Figure(
            label=_("Median time"),
            value=minutes_text(now.median),
            past=past(lambda figures: minutes_text(figures.median)),
        ),
        Figure(
            label=_("9 of 10 within"),
            value=minutes_text(now.p90),
            past=past(lambda figures: minutes_text(figures.p90)),
        ),
    ]


def _charts(found: Parts, form: SlaForm, by: str) -> list[Chart]:
    months: Months = Months(
        {
            (key[0], key[1]): Kept(figures.met, figures.breached)  # type: ignore[misc]  # a month and a severity
            for key, figures in found.months.items()
        }
    )
    counts = Counter({divmod(hour, 24): count for hour, count in found.now.hours.items()})
    hours = hours_of(counts, support_calendar())
    query = form.query(by=by)
    return [
        months_chart(months, form.period.months, f"{reverse('dashboards:sla_parts_csv', args=['months'])}?{query}"),
        hours_chart(
            hours,
            period_text(form.period),
            form.period.zone,
            f"{reverse('dashboards:sla_parts_csv', args=['hours'])}?{query}",
        ),
    ]


def _line(part: Part, form: SlaForm, by: str) -> PartLine:
    key = {by: part.key or "none"}
    return PartLine(
        name=part.name,
        cells=[
            formats.decimal(part.now.due, 0),
            share_text(part.now),
            change_text(part),
            minutes_text(part.now.median),
            minutes_text(part.now.p90),
        ],
        breached=formats.decimal(part.now.breached, 0),
        url=clocks_url(form, **key, which="all") if part.now.due else "",
        late_url=clocks_url(form, **key, which="breached") if part.now.breached else "",
        only_url=f"?{form.query(**key)}",
    )
