"""NPS against worked values, and what must hold whatever was answered. How often it is right: test_nps_chances.py."""

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.nps import (
    Tally,
    difference,
    interval,
    is_different,
    response_rate,
    rolling,
    tally,
    tally_of_counts,
    together,
)

TALLIES = st.builds(Tally, *[st.integers(0, 500)] * 3)
ANSWERED = TALLIES.filter(lambda counts: counts.answers > 0)
CLOSE = 1e-9


def mirrored(counts: Tally) -> Tally:
    return Tally(counts.detractors, counts.passives, counts.promoters)


def test_the_worked_example() -> None:
    counts = Tally(promoters=10, passives=5, detractors=5)
    assert counts.score == 25
    found = interval(counts)
    assert round(found.centre, 1) == 21.7
    assert round(found.margin) == 33
    assert (round(found.low, 1), round(found.high, 1)) == (-11.7, 55.2)


def test_a_second_worked_example_by_hand() -> None:
    # p = 60.75/103, d = 10.75/103: centre 50/103; variance (71.5/103 − (50/103)²)/103 = 4864.5/103³.
    found = interval(Tally(promoters=60, passives=30, detractors=10))
    assert isclose(found.centre, 100 * 50 / 103)
    assert isclose(found.margin, 196 * (4864.5 / 103**3) ** 0.5)
    assert (round(found.low, 1), round(found.high, 1)) == (35.5, 61.6)


def test_the_difference_of_two_months_by_hand() -> None:
    before, after = Tally(10, 5, 5), Tally(60, 30, 10)
    found = difference(before, after)
    assert isclose(found.centre, 100 * (50 / 103 - 5 / 23))
    assert round(found.margin, 1) == 35.9
    assert (round(found.low, 1), round(found.high, 1)) == (-9.1, 62.7)
    assert not is_different(before, after)


def test_scores_are_counted_by_the_edges() -> None:
    assert tally([0, 6, 7, 8, 9, 10]) == Tally(promoters=2, passives=2, detractors=2)


@pytest.mark.parametrize("scores", [[11], [-1], [5, 12]])
def test_a_score_off_the_scale_is_refused(scores: list[int]) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        tally(scores)


def test_counts_by_score_are_eleven() -> None:
    assert tally_of_counts([1, 0, 0, 0, 0, 0, 2, 3, 4, 5, 6]) == Tally(promoters=11, passives=7, detractors=3)
    with pytest.raises(ValueError, match="0 to 10"):
        tally_of_counts([1] * 10)


def test_no_answers_have_no_score_and_a_wide_interval() -> None:
    assert Tally().score is None
    assert interval(Tally()).high - interval(Tally()).low > 150


def test_two_months_differ_only_where_the_interval_excludes_zero() -> None:
    assert not is_different(Tally(10, 5, 5), Tally(12, 4, 4))
    assert is_different(Tally(100, 50, 50), Tally(170, 20, 10))


def test_a_difference_may_be_wider_than_the_scale() -> None:
    fall = difference(Tally(300, 0, 0), Tally(0, 0, 300))
    assert (round(fall.low), round(fall.high)) == (-200, -196)


def test_months_together_are_not_the_mean_of_their_scores() -> None:
    months = [Tally(promoters=1), Tally(promoters=0, passives=0, detractors=9)]
    assert [each.score for each in months] == [100, -100]
    assert together(months).score == -80


def test_twelve_rolling_months_begin_with_the_twelfth() -> None:
    months = [Tally(promoters=step) for step in range(14)]
    assert [each.promoters for each in rolling(months)] == [sum(range(12)), sum(range(1, 13)), sum(range(2, 14))]
    assert rolling(months[:11]) == []
    assert [each.promoters for each in rolling(months[:4], size=3)] == [3, 6]


def test_the_response_rate_is_answers_per_survey_sent() -> None:
    assert response_rate(7, 10) == 0.7
    assert response_rate(0, 4) == 0
    assert response_rate(0, 0) is None


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_the_score_is_what_the_definition_says(scores: list[int]) -> None:
    value = tally(scores).score
    expected = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    assert value is not None
    assert isclose(value, expected)


@given(st.lists(st.integers(0, 10)), st.randoms(use_true_random=False))
def test_each_answer_counts_once_in_any_order(scores: list[int], dice: object) -> None:
    mixed = scores[:]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert tally(mixed) == tally(scores)
    assert together(tally([score]) for score in scores) == tally(scores)


@given(ANSWERED)
def test_score_and_interval_stay_on_the_scale(counts: Tally) -> None:
    score, found = counts.score, interval(counts)
    assert score is not None
    assert -100 <= score <= 100
    assert -100 <= found.low < found.centre < found.high <= 100
    assert abs(found.centre) <= abs(score) + CLOSE


@given(TALLIES)
def test_promoters_and_detractors_are_mirrored(counts: Tally) -> None:
    there, back = interval(counts), interval(mirrored(counts))
    assert isclose(there.centre, -back.centre, abs_tol=CLOSE)
    assert isclose(there.margin, back.margin)


@given(TALLIES, TALLIES)
def test_a_difference_turned_round_is_its_negative(before: Tally, after: Tally) -> None:
    there, back = difference(before, after), difference(after, before)
    assert isclose(there.centre, -back.centre, abs_tol=CLOSE)
    assert isclose(there.margin, back.margin)
    assert -200 <= there.low <= there.high <= 200
    assert is_different(before, after) == is_different(after, before)
    assert is_different(before, after) == (there.low > 0 or there.high < 0)


@given(TALLIES)
def test_a_period_does_not_differ_from_itself(counts: Tally) -> None:
    assert not is_different(counts, counts)


@given(TALLIES.filter(lambda counts: counts.detractors > 0))
def test_a_detractor_won_over_lifts_the_score(counts: Tally) -> None:
    passive = replace(counts, detractors=counts.detractors - 1, passives=counts.passives + 1)
    promoter = replace(counts, detractors=counts.detractors - 1, promoters=counts.promoters + 1)
    scores = [each.score for each in (counts, passive, promoter)]
    assert None not in scores
    assert scores == sorted(set(scores))  # type: ignore[type-var]
    assert interval(counts).centre < interval(passive).centre < interval(promoter).centre


@given(ANSWERED, st.integers(2, 20))
def test_more_answers_of_the_same_kind_narrow_the_interval(counts: Tally, times: int) -> None:
    more = Tally(counts.promoters * times, counts.passives * times, counts.detractors * times)
    assert more.score == pytest.approx(counts.score)
    assert interval(more).margin < interval(counts).margin
