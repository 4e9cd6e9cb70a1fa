"""What a summary says: names of months and weeks, and what can be said of satisfaction."""

from django.utils.translation import gettext as _

from accounts import formats
from reports import words
from reports.figures import SurveyFigures
from reports.selectors.nps_words import verdict_of
from reports.summaries.spans import Kind, Span
from reports.summaries.summary import Satisfaction
from surveys.nps import response_rate
from surveys.selectors import MonthFigures


def title_of(span: Span) -> str:
    """Give October 2026, or Week 42, 2026."""
    if span.kind is Kind.MONTH:
        return words.first_up(words.month_year(span.first))
    year, week, _day = span.first.isocalendar()
    return _("Week %(week)s, %(year)s") % {"week": week, "year": year}


def days_of(span: Span) -> str:
    """Give the first and the last day of it."""
    return _("%(first)s to %(last)s") % {"first": formats.full_day(span.first), "last": formats.full_day(span.last)}


def name_of(span: Span) -> str:
    """Give October, or week 42, as it stands in a sentence."""
    if span.kind is Kind.MONTH:
        return words.month_name(span.first)
    return _("week %(week)s") % {"week": span.first.isocalendar()[1]}


def label_of(span: Span) -> str:
    """Give it as the label under a chart: Oct, w. 42."""
    if span.kind is Kind.MONTH:
        return words.month_short(span.first)
    return _("w. %(week)s") % {"week": span.first.isocalendar()[1]}


def rate_of(figures: SurveyFigures) -> str:
    """Give answers per survey sent, in per cent; an en dash where none was sent."""
    rate = response_rate(figures.answered, figures.sent)
    return "–" if rate is None else formats.percent(rate)


def verdict(nps: Satisfaction, span: Span) -> str:
    """Say whether the span differs from the one before: a real change, noise, or too few to say. Safe HTML."""
    past = span.step(-1)
    this = MonthFigures(span.first, nps.now.sent, nps.tally)
    that = MonthFigures(past.first, nps.before.sent, nps.past)
    return verdict_of((name_of(span), this), (name_of(past), that))
