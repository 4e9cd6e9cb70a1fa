"""Charts as pictures, for mails: Typst draws them. Nothing of the system's, nothing by network."""

import json
import struct
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor
from typing import Any

import typst

from documents.pdf import TEMPLATES, printable

# Points become pixels: sharp where a mail shows the picture at half its size.
PPI = 180
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
_MOST_TICKS = 5


@dataclass(frozen=True)
class Series:
    """Values one beside the other, each with its text, as written; None for none."""

    name: str
    values: Sequence[float | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Bars:
    """Bars side by side for each of `names`: one to three series of counts."""

    language: str
    title: str
    unit: str
    names: Sequence[str]
    series: Sequence[Series]
    kind: str = "bars"


@dataclass(frozen=True)
class Band:
    """A line of one series with the band from `lows` to `highs` (values where the series has some); `notes` stand under
    the names (n = 61).
    """

    language: str
    title: str
    unit: str
    names: Sequence[str]
    series: Sequence[Series]
    lows: Sequence[float | None]
    highs: Sequence[float | None]
    notes: Sequence[str]
    kind: str = "band"


@dataclass(frozen=True)
class Picture:
    """A PNG, its size in pixels, and the same in words."""

    content: bytes
    width: int
    height: int
    words: str


def picture(chart: Bars | Band) -> Picture:
    """Draw a chart; the same chart gives the same bytes. Texts are translated and formatted already.

    ValueError where a series has another length than the names, or more series than there are colours.
    """
    lengths = {len(each.values) for each in chart.series} | {len(each.texts) for each in chart.series}
    if lengths != {len(chart.names)} or not chart.names or len(chart.series) > 3:
        raise ValueError("A chart has one value and one text for each name, and one to three series.")
    if isinstance(chart, Band) and not len(chart.lows) == len(chart.highs) == len(chart.notes) == len(chart.names):
        raise ValueError("A band has two ends and a note for each name.")
    data = {"notes": [], **asdict(chart), **axis(chart)}
    drawn = typst.compile(
        TEMPLATES / "chart.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="png",
        ppi=PPI,
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False, sort_keys=True)},
        timestamp=0,
    )
    if not isinstance(drawn, bytes):
        raise TypeError("a picture is one page")
    width, height = struct.unpack(">II", drawn[16:24])
    return Picture(drawn, width, height, in_words(chart))


def in_words(chart: Bars | Band) -> str:
    """Give every figure of a chart as text: it stands where the picture is not shown."""
    notes = chart.notes if isinstance(chart, Band) else [""] * len(chart.names)
    parts = []
    for place, name in enumerate(chart.names):
        named = [
            f"{each.name} {each.texts[place]}" if len(chart.series) > 1 else each.texts[place] for each in chart.series
        ]
        note = f" ({notes[place]})" if notes[place] else ""
        parts.append(f"{name}: {', '.join(named)}{note}")
    head = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
    return f"{head}. {'; '.join(parts)}."


def axis(chart: Bars | Band) -> dict[str, Any]:
    """Give `low`, `high`, `step` and `ticks` of the axis: whole steps that hold every value, and zero."""
    lists = [each.values for each in chart.series]
    if isinstance(chart, Band):
        lists += [chart.lows, chart.highs]
    values = [0.0, *(value for each in lists for value in each if value is not None)]
    low, high = min(values), max(values)
    step = next((step for step in _STEPS if (high - low) / step <= _MOST_TICKS), ceil((high - low) / 5000) * 1000)
    bottom, top = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    ticks = [number * step for number in range(bottom, top + 1)]
    return {
        "low": ticks[0],
        "high": ticks[-1],
        "step": step,
        "ticks": [{"value": tick, "text": str(tick).replace("-", "−")} for tick in ticks],
    }
