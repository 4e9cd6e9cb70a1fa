"""The day rule: today over the queue, with a tick for each deadline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from accounts.pictures.wall_clock import Span, hour_of, hours_on


@dataclass(frozen=True)
class Tick:
    """One deadline on the day rule: its row's key, and a stack height for those of the same minute."""

    x: float
    y: int
    state: str
    key: str
    label: str


@dataclass(frozen=True)
class DayRule:
    """Today over the queue; all x are per cent. `note` stands on the hatch of a day that is closed."""

    closed: tuple[tuple[float, float], ...]
    used: float
    hours: tuple[tuple[float, str, str], ...]
    now: float | None
    ticks: tuple[Tick, ...]
    sentence: str
    note: str = ""


def day_rule(
    *,
    openings: Sequence[Span],
    deadlines: Iterable[tuple[datetime, str, str, str]],
    now: datetime,
    zone: tzinfo,
    sentence: str,
    note: str = "",
) -> DayRule:
    """Draw today in `zone` from its first opening to its last closing; a day that is closed is hatched from midnight to
    midnight, with `note` on it.

    `deadlines` are (due, state, key, label); those of other days are left out, those of the same minute stack.
    """
    today = now.astimezone(zone).date()
    spans = sorted(hours_on(openings, today, zone))
    first, last = (spans[0][0], spans[-1][1]) if spans else (0.0, 24.0)

    def x(hour: float) -> float:
        return round((min(max(hour, first), last) - first) * 100 / (last - first), 2)

    closed = [(a[1], b[0]) for a, b in pairwise(spans) if b[0] > a[1]] if spans else [(first, last)]
    stack: dict[float, int] = {}
    ticks = []
    for due, state, key, label in deadlines:
        if due.astimezone(zone).date() != today:
            continue
        at = x(hour_of(due, today, zone))
        stack[at] = stack.get(at, -1) + 1
        ticks.append(Tick(at, (10 if state == "ok" else 7) - 3 * min(stack[at], 2), state, key, label))
    whole = range(int(first) + (first > int(first)), int(last) + 1, 1 if last - first <= 12 else 3)
    edges = {first: "start", last: "end"}
    hours = tuple((x(h), f"{h:02d}", edges.get(h, "middle")) for h in whole)
    here = hour_of(now, today, zone)
    gaps = tuple((x(a), round(x(b) - x(a), 2)) for a, b in closed)
    used, needle = (x(here) if spans else 0), (x(here) if first <= here <= last else None)
    return DayRule(gaps, used, hours, needle, tuple(ticks), sentence, "" if spans else note)
