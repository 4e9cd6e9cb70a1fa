"""Real change or noise: the words by worked values."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from reports.figures import Period
from reports.selectors.nps_charts import rolling_chart, score_chart
from reports.selectors.nps_words import change_text, month_verdict, part_verdict, period_verdict
from surveys.nps import Tally
from surveys.selectors import MonthFigures

MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))
SPRING = Period(MARCH, MAY, ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def month(day: date, *counts: int) -> MonthFigures:
    return MonthFigures(day, 100, Tally(*counts))


def test_noise_between_two_months() -> None:
    # 31/18/9 of 58 make +37.9, interval 36.1 ± 18.6; 37/17/7 of 61 make +49.2, interval 46.9 ± 17.2: 10.8 ± 25.3.
    assert month_verdict([month(APRIL, 31, 18, 9), month(MAY, 37, 17, 7)]) == (
        "<b>No certain change.</b> May is 11 above April (+38, 58 answers). The interval of the difference goes from "
        "−15 to +36 and holds zero. Wait a month before you draw conclusions."
    )


def test_a_half_point_is_the_same_in_the_picture_and_in_its_table() -> None:
    figures, links = [month(MAY, 1, 7, 0)], [("/answers/", "/sent/")]  # +12.5, which Python rounds to 12
    alone, twelve = score_chart(figures, "", "", links), rolling_chart(figures, "", links)
    assert alone.data["points"][0]["value"] == twelve.data["values"][0] == 13
    assert {chart.rows[0][1] for chart in (alone, twelve)} == {"+13"}


def test_a_real_change_between_two_months() -> None:
    # 10/10/40 make −50, interval −47.6 ± 19.0; 50/7/3 make +78, interval 74.6 ± 13.7: 122.2 ± 23.4.
    assert month_verdict([month(APRIL, 10, 10, 40), month(MAY, 50, 7, 3)]) == (
        "<b>A real change.</b> May is 128 above April (−50, 60 answers). The interval of the difference goes from "
        "+99 to +146 and leaves out zero."
    )
    down = month_verdict([month(APRIL, 50, 7, 3), month(MAY, 10, 10, 40)])
    assert "May is 128 below April (+78, 60 answers)." in down
    assert "from −146 to −99 and leaves out zero" in down


def test_a_young_month_is_said_and_the_two_before_it_are_compared() -> None:
    said = month_verdict([month(MARCH, 31, 18, 9), month(APRIL, 37, 17, 7), month(MAY, 3, 0, 0)])
    assert "April is 11 above March" in said
    assert said.endswith("May has 3 answers.")


def test_months_without_answers_are_passed_over() -> None:
    said = month_verdict([month(MARCH, 31, 18, 9), month(APRIL), month(MAY, 31, 18, 9)])
    assert "May is level with March (+38, 58 answers)." in said


@pytest.mark.parametrize("months", [[month(MAY, 40, 9, 11)], [month(APRIL, 3, 3, 3), month(MAY, 40, 9, 11)]])
def test_one_month_with_enough_is_compared_with_nothing(months: list[MonthFigures]) -> None:
    assert month_verdict(months) == "<b>Too few to say.</b> Scores are compared from 10 answers each."


def test_a_period_is_compared_with_the_one_before() -> None:
    # 60/20/20 of 100 make +40, interval 38.8 ± 15.6; 120/20/10 of 150 make +73, interval 71.9 ± 9.5: 33.1 ± 18.2.
    said = period_verdict(month(MAY, 120, 20, 10), month(MAY, 60, 20, 20), SPRING)
    assert "<b>A real change.</b>" in said
    assert "March–May 2026 is 33 above December 2025 – February 2026 (+40, 100 answers)." in said
    assert "from +15 to +51 and leaves out zero" in said


def test_a_period_with_too_few_is_named() -> None:
    few, many = month(MAY, 5, 2, 2), month(MAY, 60, 20, 20)
    assert period_verdict(few, many, SPRING) == (
        "<b>Too few to say.</b> March–May 2026 has 9 answers. Scores are compared from 10 answers each."
    )
    assert "December 2025 – February 2026 has 9 answers." in period_verdict(many, few, SPRING)


@pytest.mark.parametrize(
    ("part", "rest", "says"),
    [
        # 4/4/12 of 20 make −40, interval −34.8 ± 32.8; the rest 71.9 ± 9.5: −106.7 ± 34.1.
        (Tally(4, 4, 12), Tally(120, 20, 10), "113 below"),
        (Tally(120, 20, 10), Tally(4, 4, 12), "113 above"),
        # 10/5/5 make +25, interval 21.7 ± 33.5; the rest 38.8 ± 15.6: −17.1 ± 36.9.
        (Tally(10, 5, 5), Tally(60, 20, 20), "no certain difference"),
        (Tally(9, 0, 0), Tally(10, 10, 80), "too few to say"),
        (Tally(60, 20, 20), Tally(0, 0, 9), "too few to say"),
        (Tally(0, 0, 0), Tally(60, 20, 20), "too few to say"),
        (Tally(60, 20, 20), Tally(), "–"),
    ],
)
def test_a_part_beside_the_others(part: Tally, rest: Tally, says: str) -> None:
    assert part_verdict(part, rest) == says


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        # docs/nps.md's April and May: 36.1 ± 18.6 and 46.9 ± 17.2, the difference 10.8 ± 25.3.
        (Tally(31, 18, 9), Tally(37, 17, 7), "+11, no certain change (−15 to +36)"),
        # 38.8 ± 15.6 and 71.9 ± 9.5: 33.1 ± 18.2, and the other way round.
        (Tally(60, 20, 20), Tally(120, 20, 10), "+33, a real change (+15 to +51)"),
        (Tally(120, 20, 10), Tally(60, 20, 20), "−33, a real change (−51 to −15)"),
        (Tally(60, 20, 20), Tally(60, 20, 20), "0, no certain change (−22 to +22)"),
        (Tally(60, 20, 20), Tally(9, 0, 0), "too few to say"),
        (Tally(9, 0, 0), Tally(60, 20, 20), "too few to say"),
        (Tally(), Tally(60, 20, 20), "–"),
        (Tally(60, 20, 20), Tally(), "–"),
    ],
)
def test_a_part_beside_the_period_before(before: Tally, after: Tally, says: str) -> None:
    assert change_text(before, after) == says
