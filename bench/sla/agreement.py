"""Whoever is faster must also be right: the engines answer alike wherever they can express the same hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from workclock import Break, Holidays, Schedule, WorkDay

from bench.measuring import Report
from bench.sla.engines import plain_definition, workclock_schedule
from sla.engine import BusinessCalendar, CalendarDefinition, always_open, compile_calendar

QUESTIONS = 20_000
YEARS = (date(2019, 1, 1), date(2032, 1, 1))


def check(report: Report) -> None:
    """Ask both engines the same questions; AssertionError with the question at the first that differs."""
    random = Random(20260430)
    asked = 0
    for name, calendar, schedule in _pairs():
        for _ in range(QUESTIONS):
            _ask(name, calendar, schedule, random)
        asked += 2 * QUESTIONS
    report.figure("workclock", "questions with equal answers", asked, "")


def _ask(name: str, calendar: BusinessCalendar, schedule: Schedule, random: Random) -> None:
    first = datetime(*YEARS[0].timetuple()[:3], tzinfo=UTC)
    start = first + timedelta(seconds=random.randrange((YEARS[1] - YEARS[0]).days * 86_400))
    end = start + timedelta(seconds=random.randrange(90 * 86_400))
    target = timedelta(seconds=random.randrange(1, 200 * 3600))
    elapsed, due = calendar.elapsed(start, end), calendar.due_after(start, int(target.total_seconds()))
    assert timedelta(seconds=elapsed) == schedule.between(start, end), (name, "elapsed", start, end)
    assert due == schedule.add(start, target), (name, "due", start, target)


def _pairs() -> Iterator[tuple[str, BusinessCalendar, Schedule]]:
    plain = plain_definition()
    yield "office hours", compile_calendar(plain), workclock_schedule(sorted(plain.holidays))
    yield (
        "the afternoon in Kathmandu",
        compile_calendar(CalendarDefinition("Asia/Kathmandu", dict.fromkeys((6, 0, 1, 2, 3, 4), ((585, 1035),)))),
        Schedule(
            [WorkDay(time(9, 45), time(17, 15), days=[6, 0, 1, 2, 3, 4])],
            time_zone=ZoneInfo("Asia/Kathmandu"),
        ),
    )
    eve = date(2026, 12, 24)
    yield (
        "three openings a day in New York",
        compile_calendar(
            CalendarDefinition(
                "America/New_York", dict.fromkeys(range(7), ((420, 600), (660, 900), (960, 1200))), holidays={eve: ""}
            )
        ),
        Schedule(
            [
                WorkDay(time(7), time(20), days=range(7)),
                Break(time(10), time(11), days=range(7)),
                Break(time(15), time(16), days=range(7)),
                Holidays([eve]),
            ],
            time_zone=ZoneInfo("America/New_York"),
        ),
    )
    yield (
        "round the clock",
        always_open("Europe/Stockholm"),
        Schedule([WorkDay(time(0), time(0), days=range(7))], time_zone=ZoneInfo("Europe/Stockholm")),
    )
