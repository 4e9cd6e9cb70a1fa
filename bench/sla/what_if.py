"""A million recorded start clocks counted again under other targets and another calendar."""

from datetime import UTC, datetime

import numpy as np

from bench.measuring import Report, median_of
from reports.what_if import NOTHING, Change, Clocks, count, due_under, outcomes
from sla.builtin import builtin_calendar
from sla.engine import always_open

COUNT = 1_000_000
NOW = int(datetime(2026, 5, 22, tzinfo=UTC).timestamp())


def measure(report: Report) -> None:
    """Measure from the rows as the database hands them over to the figures by severity and customer."""
    rows = _rows()
    calendars = {(1, False): builtin_calendar("DK"), (1, True): always_open("Europe/Copenhagen")}
    change = Change({0: 600, 1: 3600, 2: 28_800}, calendars, other_calendar=True)

    def again() -> None:
        clocks = Clocks.of(rows)
        due = due_under(change, clocks)
        for figures in (outcomes(clocks, clocks.due, NOW), outcomes(clocks, due, NOW)):
            count(clocks.severity, figures)
            count(clocks.customer, figures)

    seconds = report.figure("what if", f"{COUNT:,} clocks", median_of(again, 3) / 1e9, "s")
    report.at_most("what_if_s", seconds, 10)


def _rows() -> list[tuple[int, ...]]:
    random = np.random.default_rng(20260522)
    severity = random.choice(3, COUNT, p=[0.05, 0.25, 0.7])
    started = random.integers(NOW - 365 * 86_400, NOW, COUNT)
    covered = (severity == 0) & (random.random(COUNT) < 0.3)
    target = np.array([900, 7200, 14_400])[severity]
    due = builtin_calendar("SE").due_batch(started, target)
    stopped = np.where(random.random(COUNT) < 0.98, started + random.integers(0, 2 * 86_400, COUNT), NOTHING)
    columns = [
        *(np.arange(COUNT), random.integers(0, 2000, COUNT), severity, np.ones(COUNT, dtype=np.int64)),
        *(covered.astype(np.int64), target, np.full(COUNT, NOTHING), started, due, stopped),
    ]
    return list(zip(*(column.tolist() for column in columns), strict=True))
