"""The pictures of the satisfaction page, with their tables."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from reports import words
from reports.parts import Chart
from reports.selectors.nps_words import answers_text, range_text, score_text
from surveys.nps import DETRACTOR_TO, PROMOTER_FROM, tally_of_counts
from surveys.selectors import MonthFigures


def score_chart(figures: list[MonthFigures], verdict: str, csv_url: str, urls: list[tuple[str, str]]) -> Chart:
    """Draw the score of each month with its interval and number of answers.

    `urls` are of the lists behind each month's answers and surveys sent; its point leads to the answers.
    """
    last = figures[-1]
    points = [
        {
            "value": formats.rounded(each.score),
            "low": formats.rounded(each.interval.low),
            "high": formats.rounded(each.interval.high),
            "n": each.answers,
        }
        if each.score is not None
        else None
        for each in figures
    ]
    return Chart(
        id="nps",
        kind="nps",
        title=_("NPS by month"),
        unit=_("the dot is the score, the line its 95 % interval, n the answers"),
        sentence=_("NPS by month with its 95 per cent interval, %(first)s to %(last)s. In %(last)s: %(score)s.")
        % {
            "first": words.month_year(figures[0].month),
            "last": words.month_year(last.month),
            "score": _in_words(last),
        },
        data={
            "months": [words.month_short(each.month) for each in figures],
            "points": points,
            "none": pgettext("survey", "none"),
            "urls": [answers for answers, _sent in urls],
        },
        head=[_("Month"), *_heads()],
        rows=[_row(each, *behind) for each, behind in zip(figures, urls, strict=True)],
        csv_url=csv_url,
        verdict=verdict,
    )


def rolling_chart(figures: list[MonthFigures], csv_url: str, urls: list[tuple[str, str]]) -> Chart:
    """Draw the score of the twelve months that end with each month; `urls` as above."""
    last = figures[-1]
    known = [each if each.answers else None for each in figures]
    return Chart(
        id="rolling",
        kind="rolling",
        title=_("NPS over twelve months"),
        unit=_("each point takes twelve months together; the band is the 95 % interval"),
        sentence=_("NPS over twelve rolling months. In %(last)s: %(score)s.")
        % {"last": words.month_year(last.month), "score": _in_words(last)},
        data={
            "months": [words.month_short(each.month) for each in figures],
            "values": [formats.rounded(each.score) if each and each.score is not None else None for each in known],
            "low": [formats.rounded(each.interval.low) if each else None for each in known],
            "high": [formats.rounded(each.interval.high) if each else None for each in known],
            "end": score_text(last.score),
            "urls": [answers for answers, _sent in urls],
        },
        head=[_("Twelve months to"), *_heads()],
        rows=[_row(each, *behind) for each, behind in zip(figures, urls, strict=True)],
        csv_url=csv_url,
    )


def scores_chart(counts: list[int], span: str, csv_url: str, urls: list[str]) -> Chart:
    """Draw how many gave each score from 0 to 10; a bar leads to its address in `urls`."""
    groups = [
        (_("Detractors"), 0, DETRACTOR_TO),
        (_("Passives"), DETRACTOR_TO + 1, PROMOTER_FROM - 1),
        (_("Promoters"), PROMOTER_FROM, 10),
    ]
    found = tally_of_counts(counts)
    sizes = [found.detractors, found.passives, found.promoters]
    texts = ", ".join(f"{name} {size}" for (name, _from, _to), size in zip(groups, sizes, strict=True))
    return Chart(
        id="scores",
        kind="scores",
        title=_("Scores 0–10"),
        unit=_("%(month)s, answers") % {"month": words.first_up(span)},
        sentence=_("Answers by score from 0 to 10 in %(month)s: %(figures)s.") % {"month": span, "figures": texts},
        data={
            "counts": counts,
            "groups": [
                {"name": name, "from": first, "to": last, "count": size}
                for (name, first, last), size in zip(groups, sizes, strict=True)
            ],
            "urls": urls,
        },
        head=[_("Score"), _("Answers"), _("Share")],
        rows=[
            [
                str(score),
                count_link(count, urls[score]),
                formats.percent(count / found.answers) if found.answers else "–",
            ]
            for score, count in enumerate(counts)
        ],
        csv_url=csv_url,
    )


def count_link(count: int, url: str) -> str:
    """Give a count as a link to what it counts; 0 leads nowhere."""
    text = formats.decimal(count, 0)
    return format_html('<a href="{}">{}</a>', url, text) if count else text


def _in_words(figures: MonthFigures) -> str:
    if figures.score is None:
        return _("no answers")
    return _("%(score)s, interval %(range)s, %(answers)s") % {
        "score": score_text(figures.score),
        "range": range_text(figures.interval),
        "answers": answers_text(figures.answers),
    }


def _heads() -> list[str]:
    return ["NPS", _("95 % interval"), _("Answers"), pgettext("survey", "Sent"), _("Response rate")]


def _row(figures: MonthFigures, answers_url: str, sent_url: str) -> list[str]:
    rate = figures.response_rate
    return [
        words.month_year(figures.month),
        score_text(figures.score),
        range_text(figures.interval) if figures.answers else "–",
        count_link(figures.answers, answers_url),
        count_link(figures.sent, sent_url),
        "–" if rate is None else formats.percent(rate),
    ]
