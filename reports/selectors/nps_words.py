"""What can be said of a score, in words: real change or noise."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from reports import words
from reports.figures import Period
from surveys.nps import ROLLING, Interval, Tally, difference, is_different
from surveys.selectors import MonthFigures

# With fewer answers nothing is compared, and a part's score is not shown: its interval would be some 80 points wide.
ENOUGH = 10


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


def period_verdict(now: MonthFigures, before: MonthFigures, period: Period) -> str:
    """Say whether a period differs from the one before it: a real change, no certain change, or too few to say."""
    return verdict_of((words.period(period), now), (words.period(period.before), before))


def month_verdict(months: list[MonthFigures]) -> str:
    """Say whether the last month with enough answers differs from the one before it, of those with enough.

    Months are looked at for a year back. A last month that has too few is named besides.
    """
    *_earlier, last = months
    known = [each for each in months[-ROLLING:] if each.answers >= ENOUGH]
    if len(known) < 2:
        return format_html("<b>{}</b> {}", _("Too few to say."), _rule())
    before, after = ((words.month_name(each.month), each) for each in known[-2:])
    said = [verdict_of(after, before)]
    if not is_different(before[1].tally, after[1].tally):
        said.append(_("Wait a month before you draw conclusions."))
    if known[-1] is not last:
        said.append(_few(words.month_name(last.month), last.answers))
    return format_html_join(" ", "{}", ([text] for text in said))


def part_verdict(part: Tally, rest: Tally) -> str:
    """Say whether a part differs from all the others taken together; an en dash where there are none."""
    if not rest.answers:
        return "–"
    if part.score is None or rest.score is None or not is_comparable(part, rest):
        return _("too few to say")
    if not is_different(rest, part):
        return _("no certain difference")
    points = {"points": formats.decimal(abs(part.score - rest.score), 0)}
    return (_("%(points)s above") if part.score > rest.score else _("%(points)s below")) % points


def is_comparable(first: Tally, second: Tally) -> bool:
    """Say whether two scores are of so many answers that they are compared at all."""
    return min(first.answers, second.answers) >= ENOUGH


def change_text(before: Tally, after: Tally) -> str:
    """Say how a part's score has changed, and whether the change is real: the interval of the difference leaves out
    zero. An en dash where one of the two has no answers.
    """
    if after.score is None or before.score is None:
        return "–"
    if not is_comparable(before, after):
        return _("too few to say")
    interval = difference(before, after)
    facts = {
        "change": score_text(after.score - before.score),
        "range": _("%(low)s to %(high)s") % {"low": _end(interval.low), "high": _end(interval.high)},
    }
    if is_different(before, after):
        return _("%(change)s, a real change (%(range)s)") % facts
    return _("%(change)s, no certain change (%(range)s)") % facts


def verdict_of(this: tuple[str, MonthFigures], that: tuple[str, MonthFigures]) -> str:
    """Say whether the first differs from the second, each given with its name: as `period_verdict`, in safe HTML."""
    (name, after), (past, before) = this, that
    for each, figures in (this, that):
        if figures.answers < ENOUGH:
            return format_html("<b>{}</b> {} {}", _("Too few to say."), _few(each, figures.answers), _rule())
    points = (after.score or 0) - (before.score or 0)
    facts = {
        "after": words.first_up(name),
        "before": past,
        "points": formats.decimal(abs(points), 0),
        "score": score_text(before.score),
        "answers": answers_text(before.answers),
    }
    if formats.rounded(points) == 0:
        compared = _("%(after)s is level with %(before)s (%(score)s, %(answers)s).") % facts
    elif points > 0:
        compared = _("%(after)s is %(points)s above %(before)s (%(score)s, %(answers)s).") % facts
    else:
        compared = _("%(after)s is %(points)s below %(before)s (%(score)s, %(answers)s).") % facts
    interval = difference(before.tally, after.tally)
    ends = {"low": _end(interval.low), "high": _end(interval.high)}
    if is_different(before.tally, after.tally):
        head = _("A real change.")
        why = _("The interval of the difference goes from %(low)s to %(high)s and leaves out zero.") % ends
    else:
        head = _("No certain change.")
        why = _("The interval of the difference goes from %(low)s to %(high)s and holds zero.") % ends
    return format_html("<b>{}</b> {} {}", head, compared, why)


def _few(name: str, answers: int) -> str:
    return _("%(name)s has %(answers)s.") % {"name": words.first_up(name), "answers": answers_text(answers)}


def _rule() -> str:
    return _("Scores are compared from %(least)s answers each.") % {"least": ENOUGH}


def _end(value: float) -> str:
    """Give an end of the interval in whole points, or finer where it would be rounded to the zero it leaves out."""
    places = next((places for places in (0, 1) if round(value, places)), 2)
    return formats.decimal(value, places, signed=True)
