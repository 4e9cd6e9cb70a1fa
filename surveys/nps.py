"""NPS arithmetic (domain: The survey). Pure; every figure shown anywhere comes from here."""

from dataclasses import dataclass
from math import sqrt

PROMOTER_FROM = 9
DETRACTOR_TO = 6
Z_95 = 1.96


@dataclass(frozen=True)
class Tally:
    """How many answers were promoters (9–10), passives (7–8) and detractors (0–6)."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def answers(self) -> int:
        """Give the number of answers."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """Give NPS = 100·(promoters − detractors)/answers, from −100 to 100; None without answers."""
        return 100 * (self.promoters - self.detractors) / self.answers if self.answers else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.promoters + other.promoters, self.passives + other.passives, self.detractors + other.detractors
        )


@dataclass(frozen=True)
class Interval:
    """A 95 % interval: its centre and the margin on either side, in points of NPS; no end passes ±`limit`."""

    centre: float
    margin: float
    limit: float = 100.0

    @property
    def low(self) -> float:
        """Give the lower end, not below −limit."""
        return max(self.centre - self.margin, -self.limit)

    @property
    def high(self) -> float:
        """Give the upper end, not above the limit."""
        return min(self.centre + self.margin, self.limit)


def tally(scores: list[int]) -> Tally:
    """Count scores 0–10 into promoters, passives and detractors."""
    promoters = sum(score >= PROMOTER_FROM for score in scores)
    detractors = sum(score <= DETRACTOR_TO for score in scores)
    return Tally(promoters, len(scores) - promoters - detractors, detractors)


def interval(counts: Tally) -> Interval:
    """Give the adjusted Wald interval: n + 3, promoters + ¾, detractors + ¾, then 1.96·√((p + d − (p − d)²)/n).

    Defined for no answers as well: then it spans nearly the whole scale.
    """
    n = counts.answers + 3
    p = (counts.promoters + 0.75) / n
    d = (counts.detractors + 0.75) / n
    return Interval(100 * (p - d), 100 * Z_95 * sqrt((p + d - (p - d) ** 2) / n))


def difference(before: Tally, after: Tally) -> Interval:
    """Give the interval of after − before, which can be from −200 to 200."""
    first, second = interval(before), interval(after)
    return Interval(second.centre - first.centre, sqrt(first.margin**2 + second.margin**2), limit=200.0)


def is_different(before: Tally, after: Tally) -> bool:
    """Say whether two periods may be called different: the interval of the difference excludes 0."""
    change = difference(before, after)
    return abs(change.centre) > change.margin
