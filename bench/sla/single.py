"""One question at a time."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial

from bench.measuring import Report, medians
from bench.sla.engines import ZONE, Engine, ours
from sla.builtin import builtin_calendar

START = datetime(2026, 4, 30, 9, 12, 41, tzinfo=ZONE)
# In UTC as the application has its instants, and by a local clock, whose zone every engine asks for its offset first.
KINDS: dict[str, tzinfo] = {"utc": UTC, "local": ZONE}
TARGETS = {
    "15 min": timedelta(minutes=15),
    "2 h": timedelta(hours=2),
    "40 h": timedelta(hours=40),
    "400 h": timedelta(hours=400),
    "4,000 h": timedelta(hours=4000),
}


def measure(report: Report, engines: list[Engine]) -> None:
    """Measure `due` and `elapsed` of SE, then of all engines on the hours that all of them can express."""
    se = ours(builtin_calendar("SE"))
    for kind, zone in KINDS.items():
        times = _ask([Engine("SE", se.due, se.elapsed)], report, kind, zone)
        for question in ("due", "elapsed"):
            of_question = [times["SE", question, target] for target in TARGETS]
            report.at_most(f"{question}_{kind}_median_ns", max(of_question), 2000)
            report.at_most(f"{question}_{kind}_flat_ratio", max(of_question) / min(of_question), 1.3)
        times = _ask(engines, report, kind, zone)
        for target, ratio in (("2 h", 3), ("4,000 h", 50)):
            for question in ("due", "elapsed"):
                faster = times["workclock", question, target] / times["sla.engine", question, target]
                name = f"{question}_{kind}_vs_workclock_at_{target.replace(' ', '').replace(',', '')}"
                report.at_least(name, faster, ratio)


def _ask(engines: list[Engine], report: Report, kind: str, zone: tzinfo) -> dict[tuple[str, str, str], float]:
    start = START.astimezone(zone)
    times: dict[tuple[str, str, str], float] = {}
    for name, target in TARGETS.items():
        calls = {}
        for engine in engines:
            end = engine.due(start, target).astimezone(zone)
            calls[engine.name, "due", name] = partial(engine.due, start, target)
            calls[engine.name, "elapsed", name] = partial(engine.elapsed, start, end)
        times |= medians(calls)
    for (engine_name, question, name), time in times.items():
        report.figure(engine_name, f"{question} {name}, {kind}", time / 1000, "µs")
    return times
