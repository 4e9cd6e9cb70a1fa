"""The large numbers of the page of satisfaction, and the calls they count."""

from collections import Counter
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from accounts.months import add_months
from reports.forms_nps import NpsForm
from reports.parts import Figure
from reports.selectors.filtering import kept
from reports.selectors.nps_counted import Counted, figures_of
from reports.selectors.nps_lists import ANSWERED, SENT, list_url, months_of
from reports.selectors.nps_words import score_text, with_interval
from sla.hours import support_calendar
from surveys.nps import ROLLING
from surveys.selectors import MonthFigures
from surveys.selectors.calls import Call, open_calls


def open_calls_of(form: NpsForm, now: datetime) -> list[Call]:
    """Give the open calls about the tickets that are asked for, of all months, each with its clock."""
    ticket = "answer__invitation__ticket__"
    among = kept(form.filters, ticket=ticket, severity=f"{ticket}severity")
    return open_calls(calendar=support_calendar(), now=now, zone=form.period.zone, among=among)


def figures(found: Counted, form: NpsForm, this: MonthFigures, calls: list[Call] | None) -> list[Figure]:
    """Give the score, the twelve months, the response rate, and the calls; without calls the period before."""
    before, year = figures_of(found.period.last, found.before), found.rolling[-1]
    rate, past_rate, past = this.response_rate, before.response_rate, found.period.before
    first = add_months(found.period.last, 1 - ROLLING)
    last = (
        _calls_figure(calls)
        if calls is not None
        else Figure(
            label=_("The period before"),
            value=score_text(before.score),
            past=with_interval(before),
            url=list_url(form, ANSWERED, **months_of(past.first, past.last)) if before.answers else "",
            link=_("see the answers"),
        )
    )
    return [
        Figure(
            label="NPS",
            value=score_text(this.score),
            past=with_interval(this),
            url=list_url(form, ANSWERED) if this.answers else "",
            link=_("see the answers"),
        ),
        Figure(
            label=_("Twelve months"),
            value=score_text(year.score),
            past=with_interval(year),
            url=list_url(form, ANSWERED, **months_of(first, found.period.last)) if year.answers else "",
            link=_("see the answers"),
        ),
        Figure(
            label=_("Response rate"),
            value="–" if rate is None else formats.decimal(100 * rate, 0),
            unit="" if rate is None else "%",
            past=format_html(
                "{} <b>{}</b>, {}",
                _("before"),
                "–" if past_rate is None else formats.percent(past_rate),
                _("%(part)s of %(whole)s")
                % {"part": formats.decimal(this.answers, 0), "whole": formats.decimal(this.sent, 0)},
            ),
            url=list_url(form, SENT) if this.sent else "",
            link=_("see them"),
        ),
        last,
    ]


def _calls_figure(calls: list[Call]) -> Figure:
    states = Counter(call.clock.state for call in calls)
    past: str = _("every call is made")
    if late := states["over"]:
        words_late = ngettext("%(count)s past its deadline", "%(count)s past their deadline", late)
        past = words_late % {"count": formats.decimal(late, 0)}
    elif calls:
        first = calls[0].clock
        past = format_html("{} <b>{}</b>", _("next deadline"), f"{first.day} {first.time}".strip())
    return Figure(
        label=_("Open follow-ups"),
        value=formats.decimal(len(calls), 0),
        past=past,
        css="is-over" if late else "is-risk" if states["risk"] else "",
        url="#calls" if calls else "",
        link=_("see them"),
    )
