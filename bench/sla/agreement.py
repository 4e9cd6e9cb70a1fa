"""Whoever is faster must also be right: the engines answer alike wherever they can express the same hours.

`python -m bench.sla.agreement` asks the questions alone; it fails where workclock disagrees. Whatever django-bizcal
answers otherwise is counted and shown.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import starmap
from random import Random

from bench.measuring import Report
from bench.sla.engines import Engine
from bench.sla.hours import all_hours
from sla.engine import BusinessCalendar

QUESTIONS = {"workclock": 20_000, "django-bizcal": 1_500}  # of each kind and calendar; the second takes its time
FIRST, LAST = datetime(2019, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
TURNED = (date(2024, 3, 31), date(2024, 10, 27), date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25))


def check(report: Report) -> None:
    """Ask the engines the same questions; SystemExit with the first ones that workclock answers otherwise."""
    wrong: list[str] = []
    asked, differing = Counter[str](), Counter[str]()
    for name, calendar, others in all_hours():
        for engine in others:
            questions = QUESTIONS[engine.name]
            found = _differences(calendar, engine, questions)
            asked[engine.name] += 2 * questions
            differing[engine.name] += len(found)
            wrong += [f"{engine.name}, {name}: {what}" for what in found[:3] if engine.name == "workclock"]
    for engine_name, count in asked.items():
        report.figure(engine_name, "questions asked of both", count, "")
        report.figure(engine_name, "answers that differ", differing[engine_name], "")
    if wrong:
        raise SystemExit("\n".join(wrong))


def _differences(calendar: BusinessCalendar, other: Engine, questions: int) -> list[str]:
    random = Random(20260430)
    return [what for what in starmap(_ask, ((calendar, other, random),) * questions) for what in what]


def _ask(calendar: BusinessCalendar, other: Engine, random: Random) -> list[str]:
    """Give the questions that are answered otherwise; a third begin near a change of the clock."""
    if random.random() < 1 / 3:
        day = random.choice(TURNED)
        start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
            seconds=random.randrange(-90_000, 90_000)
        )
    else:
        start = FIRST + timedelta(seconds=random.randrange(int((LAST - FIRST).total_seconds())))
    end = start + timedelta(seconds=random.randrange(90 * 86_400))
    target = timedelta(seconds=random.randrange(1, 200 * 3600))
    elapsed, due = timedelta(seconds=calendar.elapsed(start, end)), calendar.due_after(start, target // timedelta(0, 1))
    found = []
    if (answer := other.elapsed(start, end)) != elapsed:
        found.append(f"elapsed from {start} to {end} is {elapsed} here and {answer} there")
    if (answer := other.due(start, target)) != due:
        found.append(f"due {target} after {start} is {due} here and {answer} there")
    return found


def main() -> None:
    """Ask, and show how many."""
    report = Report()
    check(report)
    report.show()


if __name__ == "__main__":
    main()
