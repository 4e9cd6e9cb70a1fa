"""Everything the deadlines page shows."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from accounts.months import add_months, months_between
from reports import words
from reports.parts import Chart, Figure
from reports.selectors.sla_charts import hours_chart, months_chart
from reports.selectors.sla_hours import breach_hours
from reports.selectors.sla_lists import Line, breached_clocks, clocks_at_risk, lines_of
from reports.selectors.sla_months import GOAL, Months, median_used
from sla.hours import support_calendar
from sla.models import Metric

SHOWN = 8
MONTHS = 12


@dataclass(frozen=True)
class SlaPage:
    """Figures, pictures and lists of one metric and month."""

    intro: str
    figures: list[Figure]
    charts: list[Chart]
    breached: list[Line]
    breached_count: int
    at_risk: list[Line]
    at_risk_count: int


def sla_page(
    metric: Metric, month: date, kept: Months, *, everything: bool, query: str, now: datetime, zone: tzinfo
) -> SlaPage:
    """Read the page; `kept` are the months already counted. `query` is the address's query string without `list`."""
    before = add_months(month, -1)
    total, past = kept.total(month), kept.total(before)
    risky = list(clocks_at_risk(metric, now=now))
    late = breached_clocks(metric, month, now=now, zone=zone)
    at_risk, breached = lines_of(
        risky if everything else risky[:SHOWN], late if everything else late[:SHOWN], now=now, zone=zone
    )
    medians = median_used(metric, before, month, zone)
    hours = breach_hours(metric, month, calendar=support_calendar(), now=now, zone=zone)
    name = words.month_name(before)
    figures = [
        Figure(
            label=_("Deadlines met"),
            value="–" if total.share is None else formats.decimal(100 * total.share, 1),
            unit="" if total.share is None else "%",
            past=format_html(
                "{} <b>{}</b>, {}",
                name,
                "–" if past.share is None else formats.percent(past.share, 1),
                _("goal %(goal)s") % {"goal": formats.percent(GOAL)},
            ),
        ),
        Figure(
            label=_("Breached deadlines"),
            value=formats.decimal(total.breached, 0),
            past=format_html("{} <b>{}</b>", name, formats.decimal(past.breached, 0)),
            css="is-over" if total.breached else "",
            url="#breached" if total.breached else "",
            link=_("see the list"),
        ),
        Figure(
            label=_median_label(metric),
            value=_duration(medians.get(month)),
            past=format_html("{} <b>{}</b>", name, _duration(medians.get(before))),
        ),
        Figure(
            label=_("At risk now"),
            value=formats.decimal(len(risky), 0),
            past=next_deadline(risky[0].due_at, now, zone) if risky else _("no deadline is near"),
            css="is-risk" if risky else "",
            url="#at-risk" if risky else "",
            link=_("see the tickets"),
        ),
    ]
    shown = months_between(add_months(month, 1 - MONTHS), month)
    return SlaPage(
        intro=_intro(metric, total.due),
        figures=figures,
        charts=[
            months_chart(kept, shown, _file("months", query)),
            hours_chart(hours, words.month_name(month), zone, _file("hours", query)),
        ],
        breached=breached,
        breached_count=total.breached,
        at_risk=at_risk,
        at_risk_count=len(risky),
    )


def _file(table: str, query: str) -> str:
    return f"{reverse('dashboards:sla_csv', args=[table])}?{query}"


def _duration(seconds: int | None) -> str:
    return "–" if seconds is None else formats.duration(seconds)


def next_deadline(due: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when the next deadline is, as safe HTML."""
    return format_html("{} <b>{}</b>", _("next deadline"), formats.near_time(due, now, zone))


def _median_label(metric: Metric) -> str:
    return {
        Metric.START: _("Median time to start"),
        Metric.NEXT_REPLY: _("Median time to reply"),
        Metric.RESOLUTION: _("Median time to solution"),
        Metric.CONTACT: _("Median time to contact"),
    }[metric]


def _intro(metric: Metric, count: int) -> str:
    text = {
        Metric.START: ngettext(
            "%(count)s promise of when work starts. All times are opening hours.",
            "%(count)s promises of when work starts. All times are opening hours.",
            count,
        ),
        Metric.NEXT_REPLY: ngettext(
            "%(count)s promise of a next reply. All times are opening hours.",
            "%(count)s promises of a next reply. All times are opening hours.",
            count,
        ),
        Metric.RESOLUTION: ngettext(
            "%(count)s promise of a solution. All times are opening hours.",
            "%(count)s promises of a solution. All times are opening hours.",
            count,
        ),
        Metric.CONTACT: ngettext(
            "%(count)s promise of contact. All times are opening hours.",
            "%(count)s promises of contact. All times are opening hours.",
            count,
        ),
    }[metric]
    return text % {"count": formats.decimal(count, 0)}
