"""How a time is taken, and how a figure is held against its bar."""

import gc
import json
import statistics
from collections.abc import Callable, Mapping
from time import perf_counter_ns, process_time_ns
from typing import TypeVar

ROUNDS = 31
SHORT_CALL_NS = 1_000_000  # a round of short calls lasts about so long
Key = TypeVar("Key")


def medians(calls: Mapping[Key, Callable[[], object]]) -> dict[Key, float]:
    """Give the median time of one call in nanoseconds, by name.

    The calls take turns round by round, so that a busy moment of the machine meets them all alike.
    """
    counts = {name: _calls_of_a_round(call) for name, call in calls.items()}
    taken: dict[Key, list[float]] = {name: [] for name in calls}
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for name, call in calls.items():
                taken[name].append(_time(call, counts[name]))
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def median_of(call: Callable[[], object], rounds: int) -> float:
    """Give the median time in nanoseconds of a call that takes long."""
    return statistics.median(_time(call, 1) for _ in range(rounds))


def cpu_median_of(call: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Give the median of what a long call costs the processor, all threads, and by the clock on the wall; nanoseconds.

    For what only counts and never waits: on a machine that does nothing else both are the same, on a busy one the
    clock on the wall tells what the others do.
    """
    wall, cpu = [], []
    for _ in range(rounds):
        start, cpu_start = perf_counter_ns(), process_time_ns()
        call()
        cpu.append(process_time_ns() - cpu_start)
        wall.append(perf_counter_ns() - start)
    return statistics.median(cpu), statistics.median(wall)


def _calls_of_a_round(call: Callable[[], object]) -> int:
    once = min(_time(call, 1) for _ in range(5))
    return max(1, int(SHORT_CALL_NS / once))


def _time(call: Callable[[], object], count: int) -> float:
    start = perf_counter_ns()
    for _ in range(count):
        call()
    return (perf_counter_ns() - start) / count


class Report:
    """Figures as a table and as JSON lines, and the bars."""

    def __init__(self) -> None:
        self._figures: list[tuple[str, str, float, str]] = []
        self._bars: list[str] = []

    def figure(self, engine: str, what: str, value: float, unit: str) -> float:
        """Keep a figure and give it back."""
        self._figures.append((engine, what, value, unit))
        return value

    def at_most(self, name: str, value: float, limit: float) -> None:
        """Hold a figure against a bar from above."""
        self._bars.append(f"bar {name} {value:.4g} {limit:g} {'ok' if value <= limit else 'short'}")

    def at_least(self, name: str, value: float, limit: float) -> None:
        """Hold a figure against a bar from below."""
        self._bars.append(f"bar {name} {value:.4g} {limit:g} {'ok' if value >= limit else 'short'}")

    @property
    def is_short(self) -> bool:
        """Say whether a bar was missed."""
        return any(bar.endswith(" short") for bar in self._bars)

    def told(self) -> dict[str, object]:
        """Give the figures and the bars as they are kept in a file."""
        return {"figures": {f"{engine}: {what}": value for engine, what, value, _ in self._figures}, "bars": self._bars}

    def show(self) -> None:
        """Print it all."""
        for engine, what, value, unit in self._figures:
            print(f"{engine:<14}{what:<34}{value:>14,.4g} {unit}")
        print()
        for engine, what, value, unit in self._figures:
            print(json.dumps({"engine": engine, "what": what, "value": round(value, 3), "unit": unit}))
        print()
        print("\n".join(self._bars))
