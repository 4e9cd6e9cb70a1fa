"""What the customer's people answered, as numbers: no comment, and no score of so few that it tells who gave it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from documents.letter import Block, Figure, Table, Text
from reports.customer_report.figures import CustomerReport
from reports.figures import SurveyFigures
from surveys.nps import Tally, interval

NONE = "–"
# Colleagues read the report: a score of one or two answers would tell what somebody answered.
LEAST = 3
# Fewer say little: of a score, and of what nine in ten do not exceed.
ENOUGH = 10


def score_figure(report: CustomerReport) -> Figure:
    """Give the score of twelve months, which one month of one customer is too short for."""
    _month, year = report.satisfaction.tallies
    answers = ngettext("%(count)s answer in 12 months", "%(count)s answers in 12 months", year.answers)
    note = answers % {"count": formats.decimal(year.answers, 0)} if year.answers else _("no answers in 12 months")
    return Figure(_("Satisfaction (NPS)"), _score(year), note)


def satisfaction_blocks(report: CustomerReport) -> Iterator[Block]:
    """Give the scores of the month and of twelve, each with its number of answers and its interval."""
    heading = _("How satisfied you were")
    asked = report.satisfaction
    if not asked.year.sent:
        yield Text(_("Nobody at your company was asked in the last twelve months."), heading=heading)
        return
    month, year = asked.tallies
    head = [_("Period"), "NPS", _("95 % interval"), _("Answers"), _("Surveys sent")]
    rows = [
        _row(formats.month_year(report.month), asked.month, month),
        _row(_("Twelve months"), asked.year, year),
    ]
    yield Table(heading, head, rows, numeric=True)
    yield Text(" ".join(_small_print(month, year)))


def _row(name: str, figures: SurveyFigures, tally: Tally) -> list[str]:
    counts = [formats.decimal(tally.answers, 0), formats.decimal(figures.sent, 0)]
    if tally.answers < LEAST:
        return [name, NONE, NONE, *counts]
    around = interval(tally)
    ends = {"low": _signed(around.low), "high": _signed(around.high)}
    return [name, _score(tally), _("%(low)s to %(high)s") % ends, *counts]


def _small_print(month: Tally, year: Tally) -> Iterator[str]:
    yield _("NPS is the share of the scores 9 and 10 less the share of the scores 0 to 6, from −100 to +100.")
    if 0 < month.answers < LEAST or 0 < year.answers < LEAST:
        said = _(
            "With fewer than %(least)s answers no score is shown, so that it does not tell what somebody answered."
        )
        yield said % {"least": LEAST}
    if LEAST <= year.answers < ENOUGH:
        said = _("With fewer than %(enough)s answers a score says little: the interval tells how far it may be off.")
        yield said % {"enough": ENOUGH}


def _score(tally: Tally) -> str:
    return NONE if tally.score is None or tally.answers < LEAST else _signed(tally.score)


def _signed(points: float) -> str:
    return formats.decimal(points, 0, signed=True)
