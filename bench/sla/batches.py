"""Ten million questions at once, and what it costs to begin."""

import statistics
import subprocess
import sys
from datetime import UTC, datetime

import numpy as np

from bench.measuring import Report, cpu_median_of, median_of
from sla.builtin import builtin_calendar
from sla.country import definition_of, starting_point
from sla.engine import compile_calendar
from sla.engine.zones import zone_table

COUNT = 10_000_000


def measure(report: Report) -> None:
    """Measure `due_batch` and `elapsed_batch` over ten years, and compiling."""
    calendar = builtin_calendar("SE")
    random = np.random.default_rng(20260430)
    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2020, 2030))
    starts = random.integers(first, last, COUNT)
    ends = starts + random.integers(0, 30 * 86_400, COUNT)
    targets = random.choice(np.array([15, 120, 240, 480]) * 60, COUNT)
    calendar.due_batch(starts[:1], 60)  # the tables are made once
    for name, call in (
        ("due", lambda: calendar.due_batch(starts, targets)),
        ("elapsed", lambda: calendar.elapsed_batch(starts, ends)),
    ):
        cpu, wall = cpu_median_of(call, 7)
        each = report.figure("SE", f"{name}, each of {COUNT:,}, CPU", cpu / COUNT, "ns")
        report.figure("SE", f"{name}, each of {COUNT:,}, wall", wall / COUNT, "ns")
        report.at_most(f"{name}_batch_ns", each, 15)
    _compiling(report)


def _compiling(report: Report) -> None:
    """The tables always reach over the whole horizon, 113 years: more than the ten that the bar asks for.

    So nothing is left to be compiled when another year is asked for. A version is compiled once in a process
    (sla.calendars.compiled, and its test).
    """
    definition = definition_of(starting_point("SE"))
    cpu, wall = cpu_median_of(lambda: compile_calendar(definition), 15)
    report.at_most("compile_ms", report.figure("SE", "compile 113 years, CPU", cpu / 1e6, "ms"), 60)
    report.figure("SE", "compile 113 years, wall", wall / 1e6, "ms")
    report.figure("SE", "a zone's table, once a process", median_of(_zone, 5) / 1e6, "ms")
    cold = statistics.median(float(subprocess.check_output([sys.executable, "-c", COLD])) for _ in range(5))
    report.figure("SE", "the first calendar of a process", cold, "ms")


def _zone() -> None:
    zone_table.cache_clear()
    zone_table("Europe/Stockholm")


# All of it in a new process: the holidays of 113 years, the zone's table, compiling.
COLD = """
from time import perf_counter_ns
from sla.country import definition_of, starting_point
from sla.engine import compile_calendar
start = perf_counter_ns()
compile_calendar(definition_of(starting_point("SE")))
print((perf_counter_ns() - start) / 1e6)
"""
