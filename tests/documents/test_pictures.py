"""Charts as pictures: PNG files that differ where the figures do, and the same in words."""

import struct
from dataclasses import replace

import pytest

from documents.pictures import Band, Bars, Series, in_words, picture

BARS = Bars(
    language="sv",
    title="Ärenden in och ut",
    unit="per månad",
    names=["sep", "okt"],
    series=[Series("Inkomna", [12, 40], ["12", "40"]), Series("Lösta", [10, 38], ["10", "38"])],
)
BAND = Band(
    language="en",
    title="NPS over twelve months",
    unit="",
    names=["Aug", "Sep", "Oct"],
    series=[Series("NPS", [-3, None, 49], ["−3", "–", "+49"])],
    lows=[-23, None, 30],
    highs=[10, None, 64],
    notes=["n = 20", "", "n = 70"],
)


@pytest.mark.parametrize("chart", [BARS, BAND])
def test_a_chart_is_a_png_sharp_at_half_its_size(chart: Bars | Band) -> None:
    drawn = picture(chart)
    assert drawn.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn.content[16:24]) == (drawn.width, drawn.height)
    assert drawn.width == 1160
    assert 500 < drawn.height < 800
    assert len(drawn.content) < 100_000


@pytest.mark.parametrize("chart", [BARS, BAND])
def test_the_same_chart_gives_the_same_bytes(chart: Bars | Band) -> None:
    assert picture(chart).content == picture(chart).content


def test_other_figures_give_another_picture() -> None:
    other = replace(BARS, series=[BARS.series[0], Series("Lösta", [10, 37], ["10", "38"])])
    assert picture(other).content != picture(BARS).content
    assert picture(replace(BAND, highs=[10, None, 65])).content != picture(BAND).content


def test_nothing_but_zeros_and_no_answers_at_all_are_drawn() -> None:
    assert picture(replace(BARS, series=[Series("Lösta", [0, 0], ["0", "0"])])).width
    none = [None, None, None]
    assert picture(replace(BAND, series=[Series("NPS", none, ["–"] * 3)], lows=none, highs=none)).width


def test_text_is_never_read_as_markup() -> None:
    assert picture(replace(BARS, title='#panic("no") *x* $', names=["#sep", "_okt_"])).width


def test_the_words_give_every_figure() -> None:
    assert in_words(BARS) == "Ärenden in och ut (per månad). sep: Inkomna 12, Lösta 10; okt: Inkomna 40, Lösta 38."
    assert in_words(BAND) == "NPS over twelve months. Aug: −3 (n = 20); Sep: –; Oct: +49 (n = 70)."


def test_large_counts_have_an_axis() -> None:
    assert picture(replace(BARS, series=[Series("Lösta", [98_765, 1], ["98765", "1"])])).width


@pytest.mark.parametrize(
    "chart",
    [
        replace(BARS, names=["sep"]),
        replace(BARS, names=[], series=[]),
        replace(BARS, series=[*BARS.series, *BARS.series]),
        replace(BAND, notes=["n = 1"]),
    ],
)
def test_lists_of_other_lengths_are_refused(chart: Bars | Band) -> None:
    with pytest.raises(ValueError, match=r"A chart has|A band has"):
        picture(chart)
