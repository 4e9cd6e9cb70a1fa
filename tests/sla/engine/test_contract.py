"""The seven points of "How a deadline is counted", one by one, on the Swedish calendar unless said otherwise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sla.builtin import builtin_calendar
from sla.engine import CalendarDefinition, CalendarError, EngineError, always_open
from tests.sla.engine.clock import STOCKHOLM, read, sthlm, utc

SE = builtin_calendar("SE")


class TestPoint1OpeningsAreHalfOpenWallClockTime:
    def test_the_opening_minute_is_open_and_the_closing_minute_is_not(self) -> None:
        assert [SE.is_open(sthlm(f"2026-05-04 {time}")) for time in ("07:59:59", "08:00", "11:59:59", "12:00")] == [
            False, True, True, False,
        ]  # fmt: skip

    def test_eight_in_the_morning_follows_the_zone_through_daylight_saving(self) -> None:
        assert SE.next_open(utc("2026-01-12 00:00")) == utc("2026-01-12 07:00")
        assert SE.next_open(utc("2026-07-13 00:00")) == utc("2026-07-13 06:00")

    def test_real_seconds_are_counted_when_the_clock_is_turned(self) -> None:
        around_the_clock = always_open("Europe/Stockholm")
        assert around_the_clock.elapsed(sthlm("2026-03-29 00:00"), sthlm("2026-03-30 00:00")) == 23 * 3600
        assert around_the_clock.elapsed(sthlm("2026-10-25 00:00"), sthlm("2026-10-26 00:00")) == 25 * 3600

    def test_the_same_instant_written_in_another_zone_gives_the_same_answer(self) -> None:
        in_tokyo = sthlm("2026-04-30 12:30").astimezone(timezone(timedelta(hours=9)))
        assert SE.due(in_tokyo, minutes=120) == SE.due(sthlm("2026-04-30 12:30"), minutes=120)

    def test_the_second_half_past_two_is_an_hour_after_the_first(self) -> None:
        local = datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM)
        assert always_open("Europe/Stockholm").elapsed(local, local.replace(fold=1)) == 3600


class TestPoint2DueIsTheFirstInstantWithSoMuchOpenTime:
    def test_it_may_fall_exactly_on_closing_time(self) -> None:
        assert SE.due(sthlm("2026-05-04 15:00"), minutes=120) == sthlm("2026-05-04 17:00")

    def test_it_may_fall_exactly_on_the_start_of_lunch(self) -> None:
        assert SE.due(sthlm("2026-05-04 10:00"), minutes=120) == sthlm("2026-05-04 12:00")

    def test_lunch_is_not_counted(self) -> None:
        assert SE.due(sthlm("2026-05-04 11:30"), minutes=120) == sthlm("2026-05-04 14:30")

    def test_one_second_more_than_the_day_holds_is_tomorrow(self) -> None:
        assert SE.due(sthlm("2026-05-04 15:00"), seconds=7201) == sthlm("2026-05-05 08:00:01")

    def test_reported_at_night_it_starts_in_the_morning(self) -> None:
        assert SE.due(sthlm("2026-05-04 22:00"), minutes=240) == sthlm("2026-05-05 12:00")

    @pytest.mark.parametrize(
        ("start", "first_open"),
        [
            ("2026-05-04 09:00:01", "2026-05-04 09:00:01"),
            ("2026-05-04 12:00", "2026-05-04 13:00"),
            ("2026-05-04 17:00", "2026-05-05 08:00"),
            ("2026-05-02 12:00", "2026-05-04 08:00"),
        ],
    )
    def test_nothing_to_count_is_the_first_open_instant(self, start: str, first_open: str) -> None:
        assert SE.due(sthlm(start)) == sthlm(first_open)

    def test_a_negative_target_is_refused(self) -> None:
        with pytest.raises(EngineError, match="negative") as refused:
            SE.due(sthlm("2026-05-04 09:00"), minutes=-1)
        assert refused.value.code == "negative_target"

    def test_four_business_hours_earlier(self) -> None:
        due = SE.due(sthlm("2026-05-04 16:00"), minutes=120)
        assert due == sthlm("2026-05-05 09:00")
        assert SE.due_after(due, -4 * 3600) == sthlm("2026-05-04 14:00")


class TestPoint3BusinessDaysEndAtClosingTime:
    def test_the_next_working_day_after_the_local_date(self) -> None:
        assert SE.due_business_days(sthlm("2026-05-04 09:00"), 1) == sthlm("2026-05-05 17:00")

    def test_the_time_of_day_does_not_matter(self) -> None:
        assert SE.due_business_days(sthlm("2026-05-04 00:00"), 1) == sthlm("2026-05-05 17:00")
        assert SE.due_business_days(sthlm("2026-05-04 23:59:59"), 1) == sthlm("2026-05-05 17:00")

    def test_a_shortened_day_is_a_working_day(self) -> None:
        assert SE.due_business_days(sthlm("2026-04-29 09:00"), 1) == sthlm("2026-04-30 13:00")

    def test_holidays_and_weekends_are_not(self) -> None:
        assert SE.due_business_days(sthlm("2026-04-30 09:00"), 1) == sthlm("2026-05-04 17:00")

    def test_from_a_sunday(self) -> None:
        assert SE.due_business_days(sthlm("2026-05-03 23:30"), 1) == sthlm("2026-05-04 17:00")

    def test_local_date_not_the_date_in_utc(self) -> None:
        assert SE.due_business_days(utc("2026-05-04 22:30"), 1) == sthlm("2026-05-06 17:00")

    @pytest.mark.parametrize("days", [0, -1])
    def test_fewer_than_one_day_is_refused(self, days: int) -> None:
        with pytest.raises(EngineError) as refused:
            SE.due_business_days(sthlm("2026-05-04 09:00"), days)
        assert refused.value.code == "negative_target"


class TestPoint4ElapsedCountsOpenSeconds:
    def test_a_working_day_has_eight_hours(self) -> None:
        assert SE.elapsed(sthlm("2026-05-04 00:00"), sthlm("2026-05-05 00:00")) == 8 * 3600

    def test_it_is_negative_backwards(self) -> None:
        assert SE.elapsed(sthlm("2026-05-04 14:00"), sthlm("2026-05-04 11:30")) == -90 * 60

    def test_closed_time_is_nothing(self) -> None:
        assert SE.elapsed(sthlm("2026-05-01 08:00"), sthlm("2026-05-04 08:00")) == 0


class TestPoint5NothingIsRounded:
    def test_a_clock_can_be_breached_by_a_second(self) -> None:
        due = SE.due(sthlm("2026-05-04 09:00:41"), minutes=15)
        assert due == sthlm("2026-05-04 09:15:41")
        assert SE.elapsed(sthlm("2026-05-04 09:00:41"), due + timedelta(seconds=1)) == 15 * 60 + 1


class TestPoint6TheHorizon:
    @pytest.mark.parametrize("start", ["1990-01-01 00:00", "2100-12-31 23:59:59"])
    def test_the_first_and_the_last_second_get_answers(self, start: str) -> None:
        assert SE.due(utc(start), minutes=120) > utc(start)
        assert SE.due_business_days(utc(start), 1) > utc(start)
        assert SE.elapsed(utc(start), utc(start)) == 0

    def test_a_deadline_from_the_last_day_still_knows_the_holidays_after_it(self) -> None:
        assert SE.due(sthlm("2100-12-30 16:00"), minutes=120) == sthlm("2101-01-03 09:00")
        assert SE.due(sthlm("2100-12-30 16:00"), minutes=60 * 20) == sthlm("2101-01-05 11:00")  # a short day, 08–13

    @pytest.mark.parametrize(
        "at",
        [
            utc("1989-12-31 23:59:59"),
            utc("2101-01-01 00:00"),
            datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
        ],
    )
    def test_outside_it_is_a_clear_error(self, at: datetime) -> None:
        questions: tuple[Callable[[datetime], object], ...] = (
            SE.due,
            SE.is_open,
            SE.next_open,
            SE.current_or_next_opening,
            lambda at: SE.elapsed(at, at),
            lambda at: SE.due_business_days(at, 1),
        )
        for ask in questions:
            with pytest.raises(EngineError, match="1990 to 2100") as refused:
                ask(at)
            assert refused.value.code == "outside_horizon"

    def test_so_is_a_target_that_leads_outside(self) -> None:
        questions: tuple[Callable[[], object], ...] = (
            lambda: SE.due(utc("2100-12-01 08:00"), minutes=10**9),
            lambda: SE.due_after(utc("1990-01-02 12:00"), -(10**9)),
            lambda: SE.due_business_days(utc("2100-12-01 08:00"), 10**6),
        )
        for ask in questions:
            with pytest.raises(EngineError) as refused:
                ask()
            assert refused.value.code == "outside_horizon"

    def test_instants_are_cut_to_the_second(self) -> None:
        assert SE.due(sthlm("2026-05-04 09:00:41.999999"), minutes=15) == sthlm("2026-05-04 09:15:41")
        assert SE.elapsed(sthlm("2026-05-04 09:00:00.9"), sthlm("2026-05-04 09:00:01.1")) == 1

    def test_a_calendar_that_never_opens_is_refused(self) -> None:
        with pytest.raises(CalendarError) as refused:
            CalendarDefinition("Europe/Stockholm", {0: ()})
        assert refused.value.code == "never_opens"

    def test_an_instant_without_zone_is_refused(self) -> None:
        with pytest.raises(EngineError) as refused:
            SE.due(datetime(2026, 5, 4, 9, 0), minutes=15)  # noqa: DTZ001
        assert refused.value.code == "naive_instant"

    def test_answers_are_in_utc(self) -> None:
        assert SE.due(sthlm("2026-05-04 09:00"), minutes=15).tzinfo is UTC


class TestPoint7EveryAnswerExplainsItself:
    def test_the_first_of_may(self) -> None:
        start = sthlm("2026-04-30 12:30")
        ledger = SE.explain(start, SE.due(start, minutes=120))
        assert read(ledger) == [
            "Thu 30 12:30 – Thu 30 13:00 +open",
            "Thu 30 13:00 – Fri 01 00:00 short_day Första maj",
            "Fri 01 00:00 – Sat 02 00:00 holiday Första maj",
            "Sat 02 00:00 – Mon 04 00:00 weekend",
            "Mon 04 00:00 – Mon 04 08:00 closed_night",
            "Mon 04 08:00 – Mon 04 09:30 +open",
        ]
        assert ledger.counted_seconds == 120 * 60
