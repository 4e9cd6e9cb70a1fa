"""Real change or noise: a period beside the one before it, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import formats
from reports import words
from reports.figures import Period
from reports.selectors.nps_period import ENOUGH, NpsPeriod
from reports.selectors.nps_words import answers_text, reason_text, score_text


def period_text(period: Period) -> str:
    """Give May 2026, or March 2026 – May 2026."""
    first, last = words.month_year(period.first), words.month_year(period.last)
    return first if first == last else f"{first} – {last}"


def period_verdict(found: NpsPeriod) -> str:
    """Say whether the period differs from the one before: a real change, no certain change, or too few to say."""
    change = found.change
    if change is None:
        fewer = min(found.now.answered, found.before.answered)
        return format_html(
            "<b>{}</b> {}",
            _("Too few to say."),
            _("Two periods are compared from %(least)s answers each; one of these has %(count)s.")
            % {"least": ENOUGH, "count": formats.decimal(fewer, 0)},
        )
    facts = {
        "points": formats.decimal(abs(change.points), 0),
        "before": period_text(found.period.before),
        "score": score_text(change.before.score),
        "answers": answers_text(change.before.answers),
    }
    if round(change.points) == 0:
        compared = _("Level with %(before)s (%(score)s, %(answers)s).") % facts
    elif change.points > 0:
        compared = _("%(points)s points above %(before)s (%(score)s, %(answers)s).") % facts
    else:
        compared = _("%(points)s points below %(before)s (%(score)s, %(answers)s).") % facts
    head = _("A real change.") if change.is_certain else _("No certain change.")
    return format_html("<b>{}</b> {} {}", head, compared, reason_text(change))
