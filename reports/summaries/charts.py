"""The charts of a summary, as documents/pictures.py draws them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import formats
from documents.pictures import Band, Bars, Series, axis, in_words
from reports.parts import Chart
from reports.selectors.nps_words import score_text
from reports.summaries.spans import Kind
from reports.summaries.summary import Summary
from reports.summaries.words import label_of
from surveys.nps import interval


def charts_of(summary: Summary) -> list[Bars | Band]:
    """Give tickets in and out, breaches by severity, and NPS over twelve months."""
    return [_flow(summary), _breaches(summary), _rolling(summary)]


def _flow(summary: Summary) -> Bars:
    return _bars(
        summary,
        _("Tickets in and out"),
        [
            _series(_("Opened"), [each.opened for each in summary.flow]),
            _series(_("Solved"), [each.resolved for each in summary.flow]),
        ],
    )


def _breaches(summary: Summary) -> Bars:
    series = [_series(str(severity.label), counts) for severity, counts in summary.breached.items()]
    return _bars(summary, _("Breached deadlines"), series)


def _bars(summary: Summary, title: str, series: list[Series]) -> Bars:
    unit = _("per month") if summary.span.kind is Kind.MONTH else _("per week")
    names = [label_of(each) for each in summary.spans]
    return Bars(language=get_language() or "en", title=title, unit=unit, names=names, series=series)


def _series(name: str, counts: list[int]) -> Series:
    return Series(name, counts, [formats.decimal(count, 0) for count in counts])


def _rolling(summary: Summary) -> Band:
    tallies = [tally for _month, tally in summary.nps.rolling]
    ends = [interval(tally) if tally.answers else None for tally in tallies]
    return Band(
        language=get_language() or "en",
        title=_("NPS over twelve months"),
        unit=_("each point takes twelve months together; the band is the 95 % interval"),
        names=[label_of(month) for month, _tally in summary.nps.rolling],
        series=[Series("NPS", [tally.score for tally in tallies], [score_text(tally.score) for tally in tallies])],
        lows=[each.low if each else None for each in ends],
        highs=[each.high if each else None for each in ends],
        notes=[f"n = {formats.decimal(tally.answers, 0)}" if tally.answers else "" for tally in tallies],
    )


def on_page(chart: Bars | Band, number: int) -> Chart:
    """Give a chart as the dashboards draw it, with its table (docs/design.md)."""
    scale, series = axis(chart), chart.series
    data: dict[str, Any] = {"months": chart.names, "min": scale["low"], "max": scale["high"], "interval": scale["step"]}
    if isinstance(chart, Band):
        (line,) = series
        data |= {"values": _whole(line.values), "low": _whole(chart.lows), "high": _whole(chart.highs)}
        data["end"] = line.texts[-1]
        head = [_("Twelve months to"), "NPS", _("95 % interval"), _("Answers")]
        rows = [
            [name, text, "–" if low is None or high is None else f"{score_text(low)} – {score_text(high)}", note or "–"]
            for name, text, low, high, note in zip(
                chart.names, line.texts, chart.lows, chart.highs, chart.notes, strict=True
            )
        ]
    else:
        data["series"] = [{"name": each.name, "values": each.values, "end": each.texts[-1]} for each in series]
        head = [_("Period"), *(each.name for each in series)]
        rows = [[name, *texts] for name, *texts in zip(chart.names, *(each.texts for each in series), strict=True)]
    return Chart(
        id=f"chart-{number}",
        kind="rolling" if isinstance(chart, Band) else "lines",
        title=chart.title,
        unit=chart.unit,
        sentence=in_words(chart),
        data=data,
        head=head,
        rows=rows,
        csv_url="",
    )


def _whole(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else formats.rounded(value) for value in values]
