"""No disagreement with the minute walker: 480,000 questions over six calendars, half of them where it is difficult."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from sla.builtin import builtin_definition
from sla.engine import CalendarDefinition, DatedException, compile_calendar
from tests.sla.engine.walker import DAY, LAST, Numbers, Walker, seconds

QUESTIONS = 20_000
YEARS = (date(2023, 7, 3), date(2028, 7, 3))
LONGEST = 45 * 86_400

CALENDARS = {
    "SE": builtin_definition("SE"),
    "DK": builtin_definition("DK"),
    "open across midnight": CalendarDefinition(
        "Europe/Stockholm",
        dict.fromkeys(range(7), ((20 * 60, 30 * 60),)),
        holidays={date(2025, 11, 1): "Alla helgons dag", date(2026, 6, 6): "Nationaldagen"},
        day_before=((20 * 60, 24 * 60),),
        exceptions={date(2026, 3, 28): DatedException(((22 * 60, 27 * 60),), "until the clock is turned")},
    ),
    "opens inside the skipped hour": CalendarDefinition(
        "Europe/Copenhagen", {5: ((600, 720),), 6: ((130, 170), (175, 200), (240, 300))}
    ),
    "24/7": CalendarDefinition("Europe/Stockholm", dict.fromkeys(range(7), ((0, DAY),))),
    "half an hour": CalendarDefinition(  # 10:30 ahead of UTC, and turned by half an hour
        "Australia/Lord_Howe",
        dict.fromkeys(range(7), ((75, 125), (485, 725))),
        holidays={date(2027, 12, 25): "Christmas Day"},
        also_closed={date(2024, 2, 29): "Leap day"},
    ),
}

# Both changes of the clock, north and south, year ends and 29 February; Saturdays that are holidays come from each.
DIFFICULT = (
    *(date(2024, 3, 31), date(2024, 10, 27), date(2026, 3, 29), date(2026, 10, 25), date(2028, 3, 26)),
    *(date(2024, 4, 7), date(2024, 10, 6), date(2026, 4, 5), date(2026, 10, 4)),
    *(date(year, 12, 31) for year in range(2023, 2028)),
    *(date(2024, 2, 29), date(2028, 2, 29)),
)


def saturdays(definition: CalendarDefinition) -> list[date]:
    """Holidays of these years that fall on a Saturday."""
    return [day for day in definition.holidays if day.weekday() == 5 and YEARS[0] < day < YEARS[1]]


def instants(definition: CalendarDefinition, random: np.random.Generator) -> Numbers:
    """Half anywhere, half within two days of something difficult; a third of them on a full minute."""
    near = np.array([seconds(day) for day in (*DIFFICULT, *saturdays(definition))])
    anywhere = random.integers(seconds(YEARS[0]), seconds(YEARS[1]), QUESTIONS // 2)
    difficult = random.choice(near, QUESTIONS // 2) + random.integers(-2 * 86_400, 3 * 86_400, QUESTIONS // 2)
    found = np.concatenate([anywhere, difficult])
    return np.where(random.random(QUESTIONS) < 1 / 3, found // 60 * 60, found)


@pytest.mark.parametrize("name", CALENDARS)
def test_the_walker_agrees(name: str) -> None:
    definition, random = CALENDARS[name], np.random.default_rng(20260430)
    calendar, walker = compile_calendar(definition), Walker(definition.to_json())
    starts = instants(definition, random)
    ends = starts + random.integers(0, LONGEST, QUESTIONS)
    left = walker.worked(np.full(QUESTIONS, seconds(LAST) - 1)) - walker.worked(starts)
    targets = np.minimum(random.choice([0, 60, 900, 7200, 14_400, 400 * 3600], QUESTIONS), left)
    targets = np.where(random.random(QUESTIONS) < 0.5, targets, random.integers(0, left + 1) // 10)
    moments = [datetime.fromtimestamp(at, UTC) for at in starts.tolist()]
    until = [datetime.fromtimestamp(at, UTC) for at in ends.tolist()]
    wanted = targets.tolist()

    elapsed = [calendar.elapsed(a, b) for a, b in zip(moments, until, strict=True)]
    agree("elapsed", elapsed, walker.elapsed(starts, ends), starts)
    due = [int(calendar.due(at, seconds=n).timestamp()) for at, n in zip(moments, wanted, strict=True)]
    agree("due", due, walker.due(starts, targets), starts)
    agree("is_open", [calendar.is_open(at) for at in moments], walker.is_open(starts), starts)
    next_open = [int(calendar.next_open(at).timestamp()) for at in moments]
    agree("next_open", next_open, walker.first_open(starts), starts)
    agree("elapsed_batch", calendar.elapsed_batch(starts, ends).tolist(), walker.elapsed(starts, ends), starts)
    agree("due_batch", calendar.due_batch(starts, targets).tolist(), walker.due(starts, targets), starts)


def agree(question: str, answers: list[int] | list[bool], expected: Numbers, starts: Numbers) -> None:
    wrong = [
        (datetime.fromtimestamp(at, UTC).isoformat(), answer, right)
        for at, answer, right in zip(starts.tolist(), answers, expected.tolist(), strict=True)
        if answer != right
    ]
    assert wrong == [], f"{question}: {len(wrong)} disagreements"


def test_the_walker_is_no_engine_that_agrees_with_everything() -> None:
    walker = Walker(CALENDARS["SE"].to_json())
    monday = np.array([seconds(date(2026, 5, 4)) + 9 * 3600])  # 11:00 there
    assert walker.elapsed(monday, monday + 4 * 3600).tolist() == [3 * 3600]
    assert walker.due(monday, np.array([7200])).tolist() == [monday[0] + 3 * 3600]
    assert walker.first_open(monday + 3600).tolist() == [monday[0] + 7200]
    assert saturdays(CALENDARS["SE"])
    assert saturdays(CALENDARS["DK"])
    assert all((YEARS[0] - timedelta(days=1)) < day < YEARS[1] for day in DIFFICULT)
