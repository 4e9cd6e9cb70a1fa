"""Committed against delivered: pure arithmetic over what the database and the mail server have written down."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple


class Commit(NamedTuple):
    """A mail that the database has: when its transaction committed, and whether the mail server put it off."""

    key: str
    at: float
    is_put_off: bool = False


class Taken(NamedTuple):
    """A mail that the mail server took."""

    message_id: str
    key: str
    at: float


class Verdict(NamedTuple):
    """What became of all. `doubled` counts the second and further copies of a mail; lists name Message-IDs, or keys."""

    committed: int
    delivered: int
    refused: int
    lost: list[str]
    uncommitted: list[str]
    doubled: int
    other_ids: list[str]


def judge(committed: Mapping[str, Commit], taken: Collection[Taken], refused: Collection[str]) -> Verdict:
    """Hold what was taken against what was committed, both by Message-ID. `refused` for good (5xx) is not lost.

    `uncommitted` was sent and its transaction never committed. `other_ids` are causes that were sent under more than
    one Message-ID: a mail program shows them as two.
    """
    copies = Counter(mail.message_id for mail in taken)
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for mail in taken:
        known = committed.get(mail.message_id)
        if key := mail.key or (known.key if known else ""):
            ids[key].add(mail.message_id)
    turned_away = set(refused) & set(committed) - set(copies)
    return Verdict(
        committed=len(committed),
        delivered=len(copies.keys() & committed.keys()),
        refused=len(turned_away),
        lost=sorted(set(committed) - set(copies) - turned_away),
        uncommitted=sorted(set(copies) - set(committed)),
        doubled=sum(count - 1 for count in copies.values()),
        other_ids=sorted(key for key, found in ids.items() if len(found) > 1),
    )


def waits(committed: Mapping[str, Commit], taken: Iterable[Taken]) -> list[float]:
    """Give the seconds from commit to the first copy's arrival, in order."""
    first = _first(taken)
    return sorted(first[name] - commit.at for name, commit in committed.items() if name in first)


def drain_times(ends: Iterable[float], committed: Mapping[str, Commit], taken: Iterable[Taken]) -> list[float]:
    """Give for each fault's end how long it took until all that was committed and not out at that moment was out.

    Without what the mail server put off: that waits for its own backoff and not for the fault.
    """
    first = _first(taken)
    spans = [(commit.at, first[name]) for name, commit in committed.items() if name in first and not commit.is_put_off]
    return [max((out - end for begun, out in spans if begun <= end < out), default=0.0) for end in ends]


def quantile(values: list[float], share: float) -> float:
    """Give the value that this share of the ordered `values` does not pass; 0 of none."""
    return values[min(int(len(values) * share), len(values) - 1)] if values else 0.0


def _first(taken: Iterable[Taken]) -> dict[str, float]:
    first: dict[str, float] = {}
    for mail in taken:
        first[mail.message_id] = min(mail.at, first.get(mail.message_id, mail.at))
    return first
