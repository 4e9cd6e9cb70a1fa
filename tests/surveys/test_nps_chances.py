"""The intervals hold the truth about 95 times in 100, from 5 answers to 200, whatever customers think."""

import re
from pathlib import Path

import pytest

from tests.surveys.chances import MIXES, SIZES, Mix, coverage, thrown_changes, thrown_coverage, truth

SEED = 20_260_302
ROUNDS = 1_500
# Dice: no more than this from the exact chance, in so many rounds (four standard deviations).
NOISE = 4 * (0.05 * 0.95 / ROUNDS) ** 0.5
EVERY = [pytest.param(n, name, id=f"{name}-{n}") for name in MIXES for n in SIZES]


@pytest.mark.parametrize(("n", "name"), EVERY)
def test_the_interval_holds_the_truth_about_95_times_in_100(n: int, name: str) -> None:
    exact = coverage(n, MIXES[name])
    assert 0.925 <= exact <= 0.995
    if n >= 20:
        assert 0.94 <= exact <= 0.965
    assert abs(thrown_coverage(n, MIXES[name], ROUNDS, SEED) - exact) < NOISE


@pytest.mark.parametrize(("n", "name"), EVERY)
def test_chance_alone_is_called_a_change_in_at_most_about_5_of_100(n: int, name: str) -> None:
    covered, called = thrown_changes(n, MIXES[name], MIXES[name], ROUNDS, SEED)
    assert called <= 0.05 + NOISE
    assert covered >= 0.95 - NOISE


@pytest.mark.parametrize("n", SIZES)
def test_the_interval_of_a_difference_holds_the_true_one(n: int) -> None:
    covered, _called = thrown_changes(n, MIXES["liked"], MIXES["loved"], ROUNDS, SEED)
    assert covered >= 0.95 - NOISE


def test_a_true_change_is_seen_with_enough_answers() -> None:
    seen = [thrown_changes(n, MIXES["liked"], MIXES["loved"], ROUNDS, SEED)[1] for n in SIZES]
    assert seen == sorted(seen)
    assert seen[0] < 0.25
    assert seen[-1] > 0.99


def test_the_documented_table_is_what_is_measured() -> None:
    text = (Path(__file__).parents[2] / "docs" / "nps.md").read_text()
    rows = re.findall(r"^\| (\w+) \| (\d+)/(\d+)/(\d+) \| ([+−]?\d+) \|((?: [\d.]+ \|)+)$", text, re.MULTILINE)
    assert [row[0] for row in rows] == list(MIXES)
    for name, promoters, passives, detractors, score, figures in rows:
        mix: Mix = MIXES[name]
        assert [round(100 * share) for share in mix] == [int(promoters), int(passives), int(detractors)]
        assert round(truth(mix)) == int(score.replace("−", "-"))
        assert [float(figure) for figure in figures.replace("|", " ").split()] == [
            round(100 * coverage(n, mix), 1) for n in SIZES
        ]
