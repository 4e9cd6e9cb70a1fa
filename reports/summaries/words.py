"""What a summary says: names of months and weeks, and what can be said of satisfaction."""

from django.utils.translation import gettext as _

from accounts import formats
from reports import words
from reports.figures import SurveyFigures
from reports.selectors.nps_words import answers_text, range_text, score_text
from reports.selectors.sla_flow import BANDS
from reports.summaries.spans import Kind, Span
from reports.summaries.summary import Satisfaction
from surveys.nps import Tally, difference, interval, is_different, response_rate

# With fewer answers two spans are not compared.
ENOUGH = 10


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


def ages() -> list[str]:
    """Name the ages of open tickets, one for each of BANDS."""
    texts, from_days = [], 0
    for days in BANDS:
        if days is None:
            texts.append(_("%(first)s days and older") % {"first": from_days})
        elif not from_days:
            texts.append(_("Under a day"))
        else:
            texts.append(_("%(first)s to %(last)s days") % {"first": from_days, "last": days})
        from_days = days or 0
    return texts


def score_of(tally: Tally) -> str:
    """Give a score with its interval and number of answers."""
    if not tally.answers:
        return _("no answers")
    return _("%(score)s, interval %(range)s, %(answers)s") % {
        "score": score_text(tally.score),
        "range": range_text(interval(tally)),
        "answers": answers_text(tally.answers),
    }


def rate_of(figures: SurveyFigures) -> str:
    """Give answers per survey sent, in per cent; an en dash where none was sent."""
    rate = response_rate(figures.answered, figures.sent)
    return "–" if rate is None else formats.percent(rate)


def verdict(nps: Satisfaction, span: Span) -> str:
    """Say whether the span differs from the one before: a real change, noise, or too few to say."""
    now, past = nps.tally, nps.past
    if now.score is None or past.score is None or min(now.answers, past.answers) < ENOUGH:
        fewer = min(now.answers, past.answers)
        return _("Too few to say: both need %(least)s answers to be compared, and one of them has %(count)s.") % {
            "least": ENOUGH,
            "count": fewer,
        }
    change = difference(past, now)
    facts = {
        "points": formats.decimal(abs(now.score - past.score), 0),
        "before": name_of(span.step(-1)),
        "low": formats.decimal(change.low, 1, signed=True),
        "high": formats.decimal(change.high, 1, signed=True),
    }
    is_real, is_up = is_different(past, now), now.score >= past.score
    head = _("A real change.") if is_real else _("No certain change.")
    compared = (
        _("The score is %(points)s points above %(before)s.")
        if is_up
        else _("The score is %(points)s points below %(before)s.")
    )
    reason = (
        _("The interval of the difference goes from %(low)s to %(high)s and leaves out zero.")
        if is_real
        else _("The interval of the difference goes from %(low)s to %(high)s and holds zero: it may be noise.")
    )
    return f"{head} {compared % facts} {reason % facts}"
