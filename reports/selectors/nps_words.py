"""What can be said of a score, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from reports import words
from reports.selectors.nps_months import Change
from surveys.nps import Interval
from surveys.selectors import MonthFigures


def score_text(score: float | None) -> str:
    """Give +49, −12; an en dash without answers."""
    return "–" if score is None else formats.decimal(score, 0, signed=True)


def range_text(interval: Interval) -> str:
    """Give +30 to +64."""
    return _("%(low)s to %(high)s") % {"low": score_text(interval.low), "high": score_text(interval.high)}


def answers_text(count: int) -> str:
    """Give 61 answers."""
    return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": formats.decimal(count, 0)}


def with_interval(figures: MonthFigures) -> str:
    """Give a score's interval and number of answers, as the line under a figure."""
    if not figures.answers:
        return _("no answers")
    return format_html("{} <b>{}</b>, {}", _("interval"), range_text(figures.interval), answers_text(figures.answers))


def verdict(month: MonthFigures, change: Change | None) -> str:
    """Say whether the month differs from the one before it with answers: a real change, or no certain change."""
    if change is None:
        return format_html("<b>{}</b>", _("There is no earlier month to compare with."))
    facts = {
        "month": words.first_up(words.month_name(month.month)),
        "before": words.month_name(change.before.month),
        "points": formats.decimal(abs(change.points), 0),
    }
    head = _("A real change.") if change.is_certain else _("No certain change.")
    return format_html("<b>{}</b> {} {}", head, _comparison(change, facts), reason_text(change))


def _end(value: float) -> str:
    """Give an end of the interval in whole points, or finer where it would be rounded to the zero it leaves out."""
    places = next((places for places in (0, 1) if round(value, places)), 2)
    return formats.decimal(value, places, signed=True)


def _comparison(change: Change, facts: dict[str, str]) -> str:
    if round(change.points) == 0:
        return _("%(month)s is level with %(before)s.") % facts
    if change.points > 0:
        return _("%(month)s is %(points)s above %(before)s.") % facts
    return _("%(month)s is %(points)s below %(before)s.") % facts


def reason_text(change: Change) -> str:
    """Say where the interval of the difference lies, and what to make of it."""
    facts = {"low": _end(change.interval.low), "high": _end(change.interval.high)}
    if change.is_certain:
        return _("The interval of the difference goes from %(low)s to %(high)s and leaves out zero.") % facts
    return (
        _(
            "The interval of the difference goes from %(low)s to %(high)s and holds zero. "
            "Wait a month before you draw conclusions."
        )
        % facts
    )
