"""NPS against worked values and a simulation."""

import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.nps import Tally, difference, interval, is_different, tally


def test_the_worked_example() -> None:
    counts = Tally(promoters=10, passives=5, detractors=5)
    assert counts.score == 25
    assert round(interval(counts).centre, 1) == 21.7
    assert round(interval(counts).margin) == 33


def test_scores_are_counted_by_the_edges() -> None:
    assert tally([0, 6, 7, 8, 9, 10]) == Tally(promoters=2, passives=2, detractors=2)


def test_no_answers_have_no_score_and_a_wide_interval() -> None:
    assert Tally().score is None
    assert interval(Tally()).high - interval(Tally()).low > 150


def test_two_months_differ_only_where_the_interval_excludes_zero() -> None:
    assert not is_different(Tally(10, 5, 5), Tally(12, 4, 4))
    assert is_different(Tally(100, 50, 50), Tally(170, 20, 10))


def test_a_difference_may_be_wider_than_the_scale() -> None:
    fall = difference(Tally(300, 0, 0), Tally(0, 0, 300))
    assert (round(fall.low), round(fall.high)) == (-200, -196)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_the_score_is_what_the_definition_says(scores: list[int]) -> None:
    value = tally(scores).score
    expected = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    assert value is not None
    assert isclose(value, expected)


@pytest.mark.parametrize("n", [5, 20, 50, 200])
def test_the_interval_covers_the_truth_about_95_times_in_100(n: int) -> None:
    draw = random.Random(20260302)  # noqa: S311  (repeatable, not secret)
    weights = (0.5, 0.3, 0.2)
    truth = 100 * (weights[0] - weights[2])
    covered = 0
    rounds = 2000
    for _ in range(rounds):
        picked = draw.choices("pad", weights=weights, k=n)
        found = interval(Tally(picked.count("p"), picked.count("a"), picked.count("d")))
        covered += found.centre - found.margin <= truth <= found.centre + found.margin
    assert 0.92 <= covered / rounds <= 0.99
