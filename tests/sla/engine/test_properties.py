"""What holds for every calendar and every instant."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla.builtin import builtin_calendar
from sla.engine import BusinessCalendar, CalendarDefinition, DatedException, EngineError, Pause, compile_calendar
from sla.engine.instants import QUESTION_END, QUESTION_START
from tests.sla.engine.oracle import Oracle

settings.register_profile("shared machine", deadline=None)  # how long an example takes says nothing on a busy machine
settings.load_profile("shared machine")

CALENDARS = {
    "SE": builtin_calendar("SE"),
    "DK": builtin_calendar("DK"),
    "nights": compile_calendar(CalendarDefinition("America/New_York", dict.fromkeys((0, 4, 6), ((1320, 1800),)))),
    "half hours": compile_calendar(CalendarDefinition("Australia/Lord_Howe", dict.fromkeys(range(7), ((90, 150),)))),
}
calendars = st.sampled_from(sorted(CALENDARS)).map(CALENDARS.__getitem__)
YEAR = 366 * 86_400
seconds = st.integers(QUESTION_START + YEAR, QUESTION_END - YEAR)
instants = seconds.map(lambda at: datetime.fromtimestamp(at, UTC))
targets = st.integers(0, 60 * 3600)
spans = st.tuples(instants, st.timedeltas(timedelta(0), timedelta(days=40))).map(lambda pair: (pair[0], sum_of(*pair)))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def sum_of(start: datetime, length: timedelta) -> datetime:
    return start + timedelta(seconds=int(length.total_seconds()))


@given(calendars, instants, targets)
def test_elapsed_is_the_inverse_of_due(calendar: BusinessCalendar, start: datetime, target: int) -> None:
    due = calendar.due(start, seconds=target)
    assert calendar.elapsed(start, due) == target


@given(calendars, instants, st.integers(1, 60 * 3600))
def test_due_is_the_first_such_instant(calendar: BusinessCalendar, start: datetime, target: int) -> None:
    due = calendar.due(start, seconds=target)
    assert calendar.elapsed(start, due - timedelta(seconds=1)) == target - 1


@given(calendars, instants)
def test_nothing_to_count_is_the_first_open_instant(calendar: BusinessCalendar, start: datetime) -> None:
    first = calendar.due(start)
    assert first >= start
    assert calendar.is_open(first)
    assert calendar.elapsed(start, first) == 0
    assert first == start or not calendar.is_open(first - timedelta(seconds=1))


@given(calendars, instants, st.integers(1, 3600), st.integers(0, 60 * 3600))
def test_due_can_be_counted_in_parts(calendar: BusinessCalendar, start: datetime, first: int, second: int) -> None:
    whole = calendar.due(start, seconds=first + second)
    assert calendar.due_after(calendar.due(start, seconds=first), second) == whole or second == 0
    assert calendar.due_after(whole, -second) == calendar.due(start, seconds=first) or second == 0


@given(calendars, instants, instants, instants)
def test_elapsed_adds_up(calendar: BusinessCalendar, a: datetime, b: datetime, c: datetime) -> None:
    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)
    assert calendar.elapsed(a, b) == -calendar.elapsed(b, a)


@given(calendars, spans, targets, targets)
def test_later_starts_and_longer_targets_are_never_due_earlier(
    calendar: BusinessCalendar, span: tuple[datetime, datetime], shorter: int, longer: int
) -> None:
    shorter, longer = sorted((shorter, longer))
    assert calendar.due(span[0], seconds=shorter) <= calendar.due(span[1], seconds=shorter)
    if shorter > 0:
        assert calendar.due(span[0], seconds=shorter) <= calendar.due(span[0], seconds=longer)
    assert 0 <= calendar.elapsed(*span) <= (span[1] - span[0]).total_seconds()


@given(calendars, spans, zones, targets)
def test_the_zone_an_instant_is_written_in_does_not_matter(
    calendar: BusinessCalendar, span: tuple[datetime, datetime], zone: timezone, target: int
) -> None:
    start, end = (at.astimezone(zone) for at in span)
    assert calendar.due(start, seconds=target) == calendar.due(span[0], seconds=target)
    assert calendar.due_business_days(start, 3) == calendar.due_business_days(span[0], 3)
    assert calendar.elapsed(start, end) == calendar.elapsed(*span)
    assert calendar.explain(start, end) == calendar.explain(*span)


@given(calendars, spans, st.lists(spans, max_size=3))
def test_the_ledger_tiles_the_interval_and_sums_up(
    calendar: BusinessCalendar, span: tuple[datetime, datetime], breaks: list[tuple[datetime, datetime]]
) -> None:
    near = [Pause(span[0] + (a - a.replace(hour=0)), span[0] + (a - a.replace(hour=0)) + (b - a)) for a, b in breaks]
    for pauses in ([], near):
        ledger = calendar.explain(*span, pauses)
        assert all(before.end == after.start for before, after in pairwise(ledger.rows))
        assert all(before.reason != after.reason for before, after in pairwise(ledger.rows))
        assert all(row.seconds == (row.end - row.start).total_seconds() > 0 for row in ledger.rows)
        assert sum(row.seconds for row in ledger.rows) == (span[1] - span[0]).total_seconds()
        assert all(row.counted == (row.reason.code == "open") for row in ledger.rows)
        if ledger.rows:
            assert (ledger.rows[0].start, ledger.rows[-1].end) == span
        if not pauses:
            assert ledger.counted_seconds == calendar.elapsed(*span)


@given(calendars, instants, targets, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4))
def test_up_to_the_due_instant_the_ledger_with_pauses_counts_the_target(
    calendar: BusinessCalendar, start: datetime, target: int, breaks: list[tuple[int, int]]
) -> None:
    pauses = [
        Pause(start + timedelta(seconds=after), start + timedelta(seconds=after + length)) for after, length in breaks
    ]
    due = calendar.due_with_pauses(start, target, pauses)
    assert due is not None
    assert calendar.explain(start, max(due, start), pauses).counted_seconds == target
    assert due >= calendar.due(start, seconds=target)


@given(calendars, spans)
def test_the_strip_tiles_every_day(calendar: BusinessCalendar, span: tuple[datetime, datetime]) -> None:
    for strip_day in calendar.strip(*span):
        assert strip_day.segments[0].start == 0
        assert strip_day.segments[-1].end == 1440
        assert all(a.end == b.start and a.kind != b.kind for a, b in pairwise(strip_day.segments))


@given(calendars, st.lists(st.tuples(seconds, seconds, targets), min_size=1, max_size=20))
def test_batches_give_what_single_questions_give(
    calendar: BusinessCalendar, questions: list[tuple[int, int, int]]
) -> None:
    starts, ends, wanted = (np.array(column, dtype=np.int64) for column in zip(*questions, strict=True))
    moments = [(datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC), n) for a, b, n in questions]
    assert calendar.due_batch(starts, wanted).tolist() == [
        int(calendar.due(a, seconds=n).timestamp()) for a, _, n in moments
    ]
    assert calendar.due_batch(starts, 7200).tolist() == [
        int(calendar.due(a, minutes=120).timestamp()) for a, _, _ in moments
    ]
    assert calendar.elapsed_batch(starts, ends).tolist() == [calendar.elapsed(a, b) for a, b, _ in moments]


@pytest.mark.parametrize("start", [QUESTION_START - 1, QUESTION_END])
def test_batches_refuse_what_single_questions_refuse(start: int) -> None:
    calendar = CALENDARS["SE"]
    with pytest.raises(EngineError, match="1990 to 2100"):
        calendar.due_batch(np.array([start]), 60)
    with pytest.raises(EngineError, match="1990 to 2100"):
        calendar.due_batch(np.array([QUESTION_END - 1]), 10**9)
    with pytest.raises(EngineError, match="negative"):
        calendar.due_batch(np.array([QUESTION_START]), -1)
    with pytest.raises(EngineError, match="1990 to 2100"):
        calendar.due_batch(np.array([QUESTION_START]), 10**30)


def test_empty_batches_and_calendars_with_one_opening() -> None:
    once = compile_calendar(
        CalendarDefinition("UTC", {}, exceptions={date(2026, 5, 4): DatedException(((480, 540),), "once")})
    )
    before, inside, after = (int(datetime(2026, 5, 4, hour, 30, tzinfo=UTC).timestamp()) for hour in (7, 8, 9))
    starts = np.array([before, inside])
    assert once.due_batch(starts, np.array([0, 60])).tolist() == [before + 1800, inside + 60]
    assert once.elapsed_batch(starts, np.array([after, after])).tolist() == [3600, 1800]
    assert once.due_batch(np.array([], dtype=np.int64), 60).tolist() == []
    with pytest.raises(EngineError, match="1990 to 2100"):
        once.due_batch(np.array([after]), 0)


# Random calendars against the minute-by-minute oracle, where the clock is turned and where it is not.

TURNS = {
    "Europe/Stockholm": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Atlantic/Azores": (date(2026, 3, 29), date(2026, 10, 25)),  # turned at midnight
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 4, 2)),  # skipped a date
    "Asia/Kathmandu": (date(2026, 1, 1), date(2026, 5, 1)),
}


@st.composite
def openings(draw: st.DrawFn, latest: int = 1440) -> tuple[tuple[int, int], ...]:
    marks = sorted(draw(st.sets(st.integers(0, latest // 10), max_size=4)))
    return tuple((a * 10, b * 10) for a, b in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def definitions(draw: st.DrawFn) -> tuple[CalendarDefinition, datetime]:
    zone = draw(st.sampled_from(sorted(TURNS)))
    around = draw(st.sampled_from(TURNS[zone]))
    days = st.integers(-4, 4).map(lambda offset: around + timedelta(days=offset))
    week = {weekday: draw(openings()) for weekday in range(7)}
    night = draw(st.integers(0, 6))
    if week[night] and not week[(night + 1) % 7]:
        *others, (opens, _) = week[night]
        week[night] = (*others, (opens, min(opens + 1440, 1440 + 300)))
    if not any(week.values()):
        week[draw(st.integers(0, 6))] = ((480, 1020),)
    definition = CalendarDefinition(
        zone,
        week,
        holidays=draw(st.dictionaries(days, st.just("holiday"), max_size=2)),
        also_closed=draw(st.dictionaries(days, st.just("closed"), max_size=2)),
        day_before=draw(openings()),
        exceptions=draw(st.dictionaries(days, st.builds(DatedException, openings(), st.just("note")), max_size=2)),
    )
    start = datetime(around.year, around.month, around.day, tzinfo=UTC) - timedelta(minutes=draw(st.integers(0, 4320)))
    return definition, start


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(definitions(), st.integers(0, 240), st.integers(0, 4 * 1440))
def test_the_oracle_agrees(drawn: tuple[CalendarDefinition, datetime], minutes: int, length: int) -> None:
    definition, start = drawn
    calendar, oracle = compile_calendar(definition), Oracle(definition.to_json())
    end = start + timedelta(minutes=length)
    assert calendar.elapsed(start, end) == 60 * oracle.elapsed_minutes(start, end)
    assert calendar.explain(start, end).counted_seconds == calendar.elapsed(start, end)
    assert calendar.due(start, minutes=minutes) == oracle.due(start, minutes)
