"""How often the intervals hold the truth: by counting every possible outcome, and by throwing dice."""

from collections.abc import Iterator
from functools import cache
from math import exp, lgamma, log

import numpy as np

from surveys.nps import Interval, Tally, difference, interval, is_different

Mix = tuple[float, float, float]

# Shares of promoters, passives and detractors among all who could answer.
MIXES: dict[str, Mix] = {
    "loved": (0.80, 0.15, 0.05),
    "liked": (0.60, 0.25, 0.15),
    "even": (1 / 3, 1 / 3, 1 / 3),
    "lukewarm": (0.20, 0.60, 0.20),
    "split": (0.50, 0.05, 0.45),
    "disliked": (0.20, 0.30, 0.50),
}
SIZES = (5, 10, 20, 50, 100, 200)


def truth(mix: Mix) -> float:
    """Give the NPS of everybody."""
    return 100 * (mix[0] - mix[2])


def holds(found: Interval, value: float) -> bool:
    """Say whether the value lies in the interval."""
    return found.low <= value <= found.high


@cache
def outcomes(n: int) -> list[tuple[Tally, Interval]]:
    """Give everything that n answers can be, with its interval."""
    made = (Tally(p, n - p - d, d) for p in range(n + 1) for d in range(n + 1 - p))
    return [(each, interval(each)) for each in made]


def chance(counts: Tally, mix: Mix) -> float:
    """Give the chance of just these answers."""
    parts = (counts.promoters, counts.passives, counts.detractors)
    ways = lgamma(counts.answers + 1) - sum(lgamma(part + 1) for part in parts)
    return exp(ways + sum(part * log(share) for part, share in zip(parts, mix, strict=True)))


def coverage(n: int, mix: Mix) -> float:
    """Give the exact chance that the interval of n answers holds the truth."""
    return sum(chance(counts, mix) for counts, found in outcomes(n) if holds(found, truth(mix)))


def thrown(n: int, mix: Mix, rounds: int, seed: int) -> Iterator[Tally]:
    """Ask n people, again and again."""
    for promoters, passives, detractors in np.random.default_rng(seed).multinomial(n, mix, size=rounds).tolist():
        yield Tally(promoters, passives, detractors)


def thrown_coverage(n: int, mix: Mix, rounds: int, seed: int) -> float:
    """Give how often the interval of n answers held the truth."""
    return sum(holds(interval(counts), truth(mix)) for counts in thrown(n, mix, rounds, seed)) / rounds


def thrown_changes(n: int, before: Mix, after: Mix, rounds: int, seed: int) -> tuple[float, float]:
    """Give how often the interval of the difference held the true one, and how often two periods were called different.

    The later period has twice the answers of the one before.
    """
    pairs = list(zip(thrown(n, before, rounds, seed), thrown(2 * n, after, rounds, seed + 1), strict=True))
    true = truth(after) - truth(before)
    covered = sum(holds(difference(*pair), true) for pair in pairs)
    return covered / rounds, sum(is_different(*pair) for pair in pairs) / rounds
