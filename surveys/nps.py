"""NPS arithmetic (domain: The survey; docs/nps.md says why). Pure: no database, no settings, no clock, no words.

Every score, interval, comparison and response rate shown anywhere comes from here. Answers are weighted by nothing:
each counts once, whoever gave it and whatever the size of the customer, and months are taken together by adding their
answers, not by averaging their scores. Scores and margins are in points of NPS; rates are from 0 to 1. Nothing is
rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

PROMOTER_FROM = 9
DETRACTOR_TO = 6
HIGHEST = 10
Z_95 = 1.96
ROLLING = 12


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


def tally(scores: Sequence[int]) -> Tally:
    """Count scores into promoters, passives and detractors. ValueError for a score that is not from 0 to 10."""
    return tally_of_counts([scores.count(score) for score in range(HIGHEST + 1)], total=len(scores))


def tally_of_counts(counts: Sequence[int], *, total: int | None = None) -> Tally:
    """Give the tally of how many gave each score, 0 to 10. ValueError unless there are eleven that make the total."""
    if len(counts) != HIGHEST + 1 or (total is not None and sum(counts) != total):
        raise ValueError("scores are from 0 to 10")
    return Tally(
        promoters=sum(counts[PROMOTER_FROM:]),
        passives=sum(counts[DETRACTOR_TO + 1 : PROMOTER_FROM]),
        detractors=sum(counts[: DETRACTOR_TO + 1]),
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up: the answers of all of them, each counted once."""
    return sum(tallies, Tally())


def without(whole: Tally, part: Tally) -> Tally:
    """Give the answers of all the others: a part is compared with these, never with the whole that it belongs to."""
    return Tally(whole.promoters - part.promoters, whole.passives - part.passives, whole.detractors - part.detractors)


def rolling(months: Sequence[Tally], size: int = ROLLING) -> list[Tally]:
    """Give, for each month from the `size`-th on, the answers of the `size` months that end with it together."""
    return [together(months[end - size : end]) for end in range(size, len(months) + 1)]


def response_rate(answers: int, sent: int) -> float | None:
    """Give answers per survey sent, from 0 to 1; None where none was sent."""
    return answers / sent if sent else None


def interval(counts: Tally) -> Interval:
    """Give the adjusted Wald interval: n + 3, promoters + ¾, detractors + ¾, then 1.96·√((p + d − (p − d)²)/n).

    Its centre lies nearer to 0 than the score does. Defined for no answers as well: it spans nearly the whole scale.
    """
    n = counts.answers + 3
    p = (counts.promoters + 0.75) / n
    d = (counts.detractors + 0.75) / n
    return Interval(100 * (p - d), 100 * Z_95 * sqrt((p + d - (p - d) ** 2) / n))


def difference(before: Tally, after: Tally) -> Interval:
    """Give the interval of after − before, which can be from −200 to 200.

    The two must be of different answers: months of the same window, or a part and its whole, are not.
    """
    first, second = interval(before), interval(after)
    return Interval(second.centre - first.centre, sqrt(first.margin**2 + second.margin**2), limit=200.0)


def is_different(before: Tally, after: Tally) -> bool:
    """Say whether two periods may be called different: the interval of the difference excludes 0."""
    change = difference(before, after)
    return abs(change.centre) > change.margin
