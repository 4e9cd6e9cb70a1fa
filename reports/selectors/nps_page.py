"""The page of satisfaction: figures, pictures, funnel, parts, calls and comments of a period."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import pgettext

from accounts import formats
from accounts.months import add_months
from reports import words
from reports.forms_nps import NpsForm
from reports.forms_period import NONE
from reports.parts import Chart, Choice, Figure
from reports.selectors.nps_charts import count_link, rolling_chart, score_chart, scores_chart
from reports.selectors.nps_counted import PARTS, Counted, figures_of
from reports.selectors.nps_figures import figures, open_calls_of
from reports.selectors.nps_lists import (
    ANSWERED,
    COMMENTS,
    ELIGIBLE,
    SENT,
    SOLVED,
    WHICH,
    latest_comments,
    list_url,
    months_of,
    not_asked,
)
from reports.selectors.nps_words import (
    ENOUGH,
    answers_text,
    change_text,
    month_verdict,
    part_verdict,
    period_verdict,
    range_text,
    score_text,
)
from surveys.models import Answer, Invitation
from surveys.nps import HIGHEST, ROLLING, Tally, without
from surveys.selectors import MonthFigures
from surveys.selectors.calls import Call

SHOWN_COMMENTS = 6


@dataclass(frozen=True)
class Step:
    """One bar of the funnel; `share` is 0 to 100 of the solved tickets. `lost` says who is not in it, as links."""

    name: str
    count: str
    share: float
    lost: str
    reasons: list[str]


@dataclass(frozen=True)
class PartLine:
    """One row; `only_url` keeps the page to it. Counts are links."""

    name: str
    only_url: str
    score: str
    interval: str
    answers: str
    sent: str
    rate: str
    before: str
    change: str
    verdict: str


@dataclass(frozen=True)
class NpsPage:
    """What the template shows. `calls` is None for those who make none; `count` is the number of parts there are."""

    figures: list[Figure]
    verdict: str
    charts: list[Chart]
    steps: list[Step]
    lines: list[PartLine]
    count: int
    choices: list[Choice]
    calls: list[Call] | None
    comments: list[Answer]
    urls: dict[str, str]
    enough: int = ENOUGH


def nps_page(found: Counted, form: NpsForm, *, by: str, is_manager: bool, now: datetime) -> NpsPage:
    """Lay out what was counted, broken down by `by`. Calls are for managers.

    The form is valid.
    """
    calls = open_calls_of(form, now) if is_manager else None
    comments = latest_comments(form, SHOWN_COMMENTS + 1)
    whole = figures_of(found.period.last, found.now)
    return NpsPage(
        figures=figures(found, form, whole, calls),
        verdict=period_verdict(whole, figures_of(found.period.last, found.before), found.period),
        charts=_charts(found, form),
        steps=_steps(found, form),
        lines=_lines(found, form, by, whole.tally),
        count=found.parts.count,
        choices=[Choice(str(name), form.query(by=key), key == by) for key, name in PARTS.items()],
        calls=calls,
        comments=comments[:SHOWN_COMMENTS],
        urls={
            **{table: _file(table, form, by) for table in ("asked", "parts")},
            "follow_ups": _file("follow-ups", form),
            "comments": list_url(form, COMMENTS) if len(comments) > SHOWN_COMMENTS else "",
            "search": _search_url(form),
        },
    )


def _file(table: str, form: NpsForm, by: str = "") -> str:
    return f"{reverse('dashboards:nps_csv', args=[table])}?{form.query(by=by)}"


def _search_url(form: NpsForm) -> str:
    """Give the search of the comments with what it can filter by, of this question."""
    first, last = form.period.first, form.period.last
    asked = {name: form.cleaned_data[name] for name in ("team", "customer")}
    asked["month"] = f"{first:%Y-%m}" if first == last else ""
    return f"{reverse('surveys:comments')}?{urlencode({name: text for name, text in asked.items() if text})}"


def _charts(found: Counted, form: NpsForm) -> list[Chart]:
    """Give the pictures; in their tables each count leads to what it counts."""
    months = [each.month for each in found.months]
    alone = [_behind(form, month, month) for month in months]
    twelve = [_behind(form, add_months(month, 1 - ROLLING), month) for month in months]
    scores = [list_url(form, str(score)) for score in range(HIGHEST + 1)]
    span = words.period(found.period)
    return [
        score_chart(found.months, month_verdict(found.months), _file("months", form), alone),
        scores_chart(list(found.now.scores), span, _file("scores", form), scores),
        rolling_chart(found.rolling, _file("rolling", form), twelve),
    ]


def _behind(form: NpsForm, first: date, last: date) -> tuple[str, str]:
    months = months_of(first, last)
    return list_url(form, ANSWERED, **months), list_url(form, SENT, **months)


def _steps(found: Counted, form: NpsForm) -> list[Step]:
    """Give the funnel; under a step those who were lost before it, and why."""
    now, lost = found.now, not_asked(found.now)
    hindered = {key: count for key, count in lost.items() if key in _HINDERED}
    spared = {key: count for key, count in lost.items() if key not in _HINDERED}
    steps = [(SOLVED, now.resolved, {}), (ELIGIBLE, now.eligible, hindered), (SENT, now.sent, spared)]
    return [
        Step(
            name=str(WHICH[which][0]),
            count=count_link(count, list_url(form, which)),
            share=100 * count / now.resolved if now.resolved else 0,
            lost=_lost(sum(reasons.values())) if reasons else "",
            reasons=[
                format_html("{} {}", words.first_low(str(WHICH[key][0])), count_link(number, list_url(form, key)))
                for key, number in reasons.items()
            ],
        )
        for which, count, reasons in [*steps, (ANSWERED, now.answered, {})]
    ]


_HINDERED = {reason.value for reason in Invitation.Reason} - {reason.value for reason in Invitation.SPARED}


def _lost(count: int) -> str:
    return pgettext("survey", "%(count)s not:") % {"count": formats.decimal(count, 0)}


def _lines(found: Counted, form: NpsForm, by: str, whole: Tally) -> list[PartLine]:
    lines, past = [], found.period.before
    for part in found.parts.shown:
        this, only = figures_of(found.period.last, part.now), {by: part.key or NONE}
        before = figures_of(past.last, part.before)
        few, rate = this.answers < ENOUGH, this.response_rate
        lines.append(
            PartLine(
                name=part.name,
                only_url=f"?{form.query(by=by, **only)}",
                score="–" if few else score_text(this.score),
                interval="–" if few else range_text(this.interval),
                answers=count_link(this.answers, list_url(form, ANSWERED, **only)),
                sent=count_link(this.sent, list_url(form, SENT, **only)),
                rate="–" if rate is None else formats.percent(rate),
                before=_before(before, list_url(form, ANSWERED, **only, **months_of(past.first, past.last))),
                change=change_text(before.tally, this.tally),
                verdict=part_verdict(this.tally, without(whole, this.tally)),
            )
        )
    return lines


def _before(figures: MonthFigures, url: str) -> str:
    """Give the score with its answers, which lead to their surveys; too few have no score."""
    if not figures.answers:
        return "–"
    answers = format_html('<a href="{}">{}</a>', url, answers_text(figures.answers))
    return answers if figures.answers < ENOUGH else format_html("{}, {}", score_text(figures.score), answers)
