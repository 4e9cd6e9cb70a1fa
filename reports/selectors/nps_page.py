"""Everything the satisfaction page shows."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from accounts.months import add_months, months_between
from reports import words
from reports.parts import Chart, Figure
from reports.selectors.nps_asked import Funnel, comments, funnel, scores
from reports.selectors.nps_calls import Call, open_calls
from reports.selectors.nps_charts import rolling_chart, score_chart, scores_chart, shown_months
from reports.selectors.nps_months import NpsMonths, change_to
from reports.selectors.nps_words import score_text, verdict, with_interval
from sla.hours import support_calendar
from surveys.models import Answer, Invitation
from surveys.selectors import MonthFigures

SHOWN = 6
MONTHS = 12


@dataclass(frozen=True)
class Step:
    """One bar of the funnel; `share` is 0 to 100 of the solved tickets."""

    name: str
    count: str
    share: float
    note: str = ""


@dataclass(frozen=True)
class NpsPage:
    """Figures, pictures, funnel, calls and comments of one month."""

    figures: list[Figure]
    charts: list[Chart]
    steps: list[Step]
    reasons: list[tuple[str, str]]
    calls: list[Call]
    comments: list[Answer]
    comment_count: int


def nps_page(month: date, months: NpsMonths, *, everything: bool, query: str, now: datetime, zone: tzinfo) -> NpsPage:
    """Read the page; `months` are already counted. `query` is the address's query string without `list`."""
    this, before = months.of(month), months.of(add_months(month, -1))
    found, asked = scores(month, zone), funnel(month, zone)
    calls = open_calls(calendar=support_calendar(), now=now, zone=zone)
    said = comments(month, zone)
    shown = months_between(max(add_months(month, 1 - MONTHS), months.months[0]), month)
    by_month, rolled = shown_months(months, shown)
    return NpsPage(
        figures=[
            Figure(
                label=_("NPS in %(month)s") % {"month": words.month_name(month)},
                value=score_text(this.score),
                past=with_interval(this),
            ),
            Figure(label=_("Twelve months"), value=score_text(rolled[-1].score), past=with_interval(rolled[-1])),
            _rate_figure(this, before),
            _calls_figure(calls),
        ],
        charts=[
            score_chart(by_month, verdict(this, change_to(this, months.before(month))), _file("months", query)),
            scores_chart(found.counts, words.month_year(month), _file("scores", query)),
            rolling_chart(rolled, _file("rolling", query)),
        ],
        steps=_steps(asked),
        reasons=[(reason_text(reason), formats.decimal(count, 0)) for reason, count in asked.reasons.items()],
        calls=calls,
        comments=list(said if everything else said[:SHOWN]),
        comment_count=found.comments,
    )


def reason_text(reason: str) -> str:
    """Give a reason for not sending in the active language."""
    return str(Invitation.Reason(reason).label)


def _file(table: str, query: str) -> str:
    return f"{reverse('dashboards:nps_csv', args=[table])}?{query}"


def _rate_figure(this: MonthFigures, before: MonthFigures) -> Figure:
    rate = this.response_rate
    return Figure(
        label=_("Response rate"),
        value="–" if rate is None else formats.decimal(100 * rate, 0),
        unit="" if rate is None else "%",
        past=format_html(
            "{} <b>{}</b>, {}",
            words.month_name(before.month),
            "–" if before.response_rate is None else formats.percent(before.response_rate),
            _("%(part)s of %(whole)s")
            % {"part": formats.decimal(this.answers, 0), "whole": formats.decimal(this.sent, 0)},
        ),
    )


def _calls_figure(calls: list[Call]) -> Figure:
    worst = {call.clock.state for call in calls}
    past: str = _("every call is made")
    if calls:
        first = calls[0].clock
        past = format_html("{} <b>{}</b>", _("next deadline"), f"{first.day} {first.time}".strip())
    return Figure(
        label=_("Open follow-ups"),
        value=formats.decimal(len(calls), 0),
        past=past,
        css="is-over" if "over" in worst else "is-risk" if "risk" in worst else "",
        url="#calls" if calls else "",
        link=_("see them"),
    )


def _steps(asked: Funnel) -> list[Step]:
    planned = _("%(count)s still to be sent") % {"count": formats.decimal(asked.planned, 0)} if asked.planned else ""
    steps = [
        (pgettext("tickets", "Solved"), asked.solved, ""),
        (_("Could be asked"), asked.eligible, ""),
        (pgettext("survey", "Sent"), asked.sent, planned),
        (_("Answered"), asked.answered, ""),
    ]
    return [
        Step(name, formats.decimal(count, 0), 100 * count / asked.solved if asked.solved else 0, note)
        for name, count, note in steps
    ]
