"""The mistakes that other engines make, one test each.

Some are told where they belong: the pause that is kept across a change of severity in
tests/tickets/clocks/test_replay.py, openings inside the skipped and the repeated hour in test_daylight_saving.py.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from sla.builtin import builtin_calendar
from sla.engine import CalendarDefinition, DatedException, EngineError, Pause, always_open, compile_calendar
from tests.sla.engine.clock import day, read, sthlm, utc

SE = builtin_calendar("SE")
ROUND_THE_CLOCK = always_open("Europe/Stockholm")


class TestTargetThatEndsExactlyAtClosing:
    def test_it_is_due_at_closing_not_at_the_next_opening(self) -> None:
        assert SE.due(sthlm("2026-05-08 15:00"), minutes=120) == sthlm("2026-05-08 17:00")  # Friday, not Monday 08:00

    def test_nor_is_it_when_the_whole_day_is_used(self) -> None:
        assert SE.due(sthlm("2026-05-08 08:00"), minutes=480) == sthlm("2026-05-08 17:00")

    def test_in_a_batch_either(self) -> None:
        start, due = (int(sthlm(text).timestamp()) for text in ("2026-05-08 15:00", "2026-05-08 17:00"))
        assert SE.due_batch(np.array([start]), 7200).tolist() == [due]


class TestTargetsLongerThan30Days:
    def test_three_hundred_hours_are_not_cut_off(self) -> None:
        start = sthlm("2026-01-12 08:00")
        due = SE.due(start, minutes=300 * 60)
        assert due - start > timedelta(days=50)
        assert SE.elapsed(start, due) == 300 * 3600

    def test_nor_are_four_thousand(self) -> None:
        start = sthlm("2026-01-12 08:00")
        assert SE.explain(start, SE.due(start, minutes=4000 * 60)).counted_seconds == 4000 * 3600

    def test_nor_is_an_opening_that_comes_after_more_than_a_year(self) -> None:
        dates = {day(text): DatedException(((480, 540),), "open for once") for text in ("2026-01-12", "2028-02-29")}
        rarely = compile_calendar(CalendarDefinition("Europe/Stockholm", {}, exceptions=dates))
        assert rarely.due(sthlm("2026-01-12 08:30"), minutes=60) == sthlm("2028-02-29 08:30")


class TestNothingToCount:
    @pytest.mark.parametrize(
        ("start", "due"),
        [
            ("2026-05-04 09:12:41", "2026-05-04 09:12:41"),
            ("2026-05-04 17:00", "2026-05-05 08:00"),
            ("2026-04-30 13:00", "2026-05-04 08:00"),
        ],
    )
    def test_zero_minutes_are_due_when_it_is_open_next(self, start: str, due: str) -> None:
        assert SE.due(sthlm(start), minutes=0) == sthlm(due)
        assert SE.due_batch(np.array([int(sthlm(start).timestamp())]), 0).tolist() == [int(sthlm(due).timestamp())]


class TestRoundTheClockWhereTheClockIsTurned:
    def test_a_day_in_autumn_is_24_hours_later_by_the_stopwatch(self) -> None:
        assert ROUND_THE_CLOCK.due(sthlm("2026-10-24 12:00"), minutes=24 * 60) == sthlm("2026-10-25 11:00")

    def test_and_in_spring(self) -> None:
        assert ROUND_THE_CLOCK.due(sthlm("2026-03-28 12:00"), minutes=24 * 60) == sthlm("2026-03-29 13:00")

    @pytest.mark.parametrize(("date", "hours"), [("2026-10-25", 25), ("2026-03-29", 23), ("2026-05-04", 24)])
    def test_the_25_hour_and_the_23_hour_day(self, date: str, hours: int) -> None:
        start = sthlm(f"{date} 00:00")
        midnight = sthlm(f"{date} 23:59:59") + timedelta(seconds=1)
        assert ROUND_THE_CLOCK.elapsed(start, midnight) == hours * 3600
        assert ROUND_THE_CLOCK.due(start, minutes=hours * 60) == midnight
        assert ROUND_THE_CLOCK.explain(start, midnight).counted_seconds == hours * 3600


class TestDeadlineInsideTheRepeatedHour:
    """02:30 comes twice on 25 October 2026: at 00:30 and at 01:30 UTC."""

    @pytest.mark.parametrize(("minutes", "due"), [(60, "2026-10-25 00:30"), (120, "2026-10-25 01:30")])
    def test_the_first_and_the_second_are_told_apart(self, minutes: int, due: str) -> None:
        answer = ROUND_THE_CLOCK.due(sthlm("2026-10-25 01:30"), minutes=minutes)
        assert answer == utc(due)
        assert answer.tzinfo is UTC  # a local time would not say which of the two it is

    def test_reported_in_the_second_it_is_not_counted_from_the_first(self) -> None:
        assert ROUND_THE_CLOCK.due(sthlm("2026-10-25 02:30", fold=1), minutes=15) == utc("2026-10-25 01:45")


class TestLunchOnAShortDay:
    def test_eight_to_one_is_open_over_lunch(self) -> None:
        assert SE.elapsed(sthlm("2026-04-30 00:00"), sthlm("2026-05-01 00:00")) == 5 * 3600
        assert SE.is_open(sthlm("2026-04-30 12:30"))

    def test_a_deadline_can_fall_into_what_is_lunch_on_other_days(self) -> None:
        assert SE.due(sthlm("2026-04-30 11:30"), minutes=60) == sthlm("2026-04-30 12:30")

    def test_the_ledger_has_no_lunch_there(self) -> None:
        ledger = SE.explain(sthlm("2026-04-30 11:30"), sthlm("2026-04-30 13:00"))
        assert read(ledger) == ["Thu 30 11:30 – Thu 30 13:00 +open"]


class TestWarningBeforeTheDeadline:
    def test_thirty_business_minutes_before_crosses_the_night(self) -> None:
        due = SE.due(sthlm("2026-05-04 15:10"), minutes=120)
        assert due == sthlm("2026-05-05 08:10")
        assert SE.due_after(due, -30 * 60) == sthlm("2026-05-04 16:40")

    def test_and_the_weekend_with_a_holiday(self) -> None:
        due = SE.due(sthlm("2026-04-30 12:50"), minutes=20)
        assert due == sthlm("2026-05-04 08:10")
        assert SE.due_after(due, -30 * 60) == sthlm("2026-04-30 12:40")


class TestTargetInDaysWithAPause:
    """Three working days from Monday 4 May: closing time on Thursday, 29 open hours after 11:00 on Monday."""

    START = sthlm("2026-05-04 11:00")

    def test_the_pause_moves_closing_time_by_its_open_time(self) -> None:
        closing = SE.due_business_days(self.START, 3)
        assert closing == sthlm("2026-05-07 17:00")
        target = SE.elapsed(self.START, closing)
        assert target == 29 * 3600
        pause = Pause(sthlm("2026-05-05 16:00"), sthlm("2026-05-06 09:00"))  # two open hours
        assert SE.due_with_pauses(self.START, target, [pause]) == sthlm("2026-05-08 10:00")

    def test_a_pause_outside_opening_hours_costs_nothing(self) -> None:
        target = SE.elapsed(self.START, SE.due_business_days(self.START, 3))
        night = Pause(sthlm("2026-05-05 17:00"), sthlm("2026-05-06 08:00"))
        assert SE.due_with_pauses(self.START, target, [night]) == sthlm("2026-05-07 17:00")


def test_a_target_beyond_any_calendar_is_refused_and_not_searched_for() -> None:
    with pytest.raises(EngineError, match="1990 to 2100"):
        SE.due(datetime(2026, 5, 4, tzinfo=UTC), minutes=10**12)
