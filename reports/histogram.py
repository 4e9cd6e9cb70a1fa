"""How often each whole number was counted, read only when somebody asks."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

import numpy as np

# A value and its count, four bytes each, the highest first: as PostgreSQL's int4send writes them.
PAIR = ">i4"


class Histogram(Mapping[int, int]):
    """How often each whole number was counted; 0 for what was not, which is not in it. Never changed.

    A page adds up thousands and shows a few: a sum only remembers what it is of, and bytes are read when asked for.
    """

    __slots__ = ("_counts", "_of")

    def __init__(self, counts: Mapping[int, int] | None = None, *, pairs: bytes | memoryview | None = None) -> None:
        """From counts, or from `pairs` of a value and its count as bytes, in which a value may come twice."""
        if counts:
            pairs = np.array([pair for pair in counts.items() if pair[1]], PAIR).tobytes()
        self._of: tuple[Any, ...] = (pairs,) if pairs else ()
        self._counts: dict[int, int] | None = None

    def __add__(self, other: "Histogram") -> "Histogram":
        if not other._of:
            return self
        if not self._of:
            return other
        total = Histogram()
        total._of = (self, other)
        return total

    def __getitem__(self, value: int) -> int:
        return self._read().get(value, 0)

    def __contains__(self, value: object) -> bool:
        return value in self._read()

    def __iter__(self) -> Iterator[int]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return f"Histogram({self._read()})"

    @property
    def count(self) -> int:
        """Give how many were counted."""
        return int(self._pairs()[:, 1].sum())

    def percentile(self, share: float) -> int | None:
        """Give the nearest rank: the smallest value that at least `share` (0 to 1) of all do not exceed."""
        pairs = self._pairs()
        if not len(pairs):
            return None
        pairs = pairs[pairs[:, 0].argsort()]
        up_to = pairs[:, 1].cumsum()
        rank = max(1, ceil(share * int(up_to[-1]) - 1e-9))
        return int(pairs[up_to.searchsorted(rank), 0])

    def _pairs(self) -> Any:
        """Give values and counts as an array of two columns, and be these from now on."""
        found: list[bytes | memoryview] = []
        waiting: list[Any] = list(self._of)
        while waiting:  # sums of sums may be deeper than calls can be
            part = waiting.pop()
            if isinstance(part, Histogram):
                waiting.extend(part._of)
            else:
                found.append(part)
        whole = b"".join(found)
        self._of = (whole,) if whole else ()
        return np.frombuffer(whole, PAIR).reshape(-1, 2).astype(np.int64)

    def _read(self) -> dict[int, int]:
        if self._counts is None:
            pairs = self._pairs()
            values, at = np.unique(pairs[:, 0], return_inverse=True)
            counts = np.bincount(at, weights=pairs[:, 1]).astype(np.int64)
            self._counts = dict(zip(values.tolist(), counts.tolist(), strict=True))
        return self._counts
