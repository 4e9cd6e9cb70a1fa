"""What may be said about opening hours, what is refused, and what wins over what."""

import json
from datetime import date
from typing import Any

import pytest

from sla.builtin import builtin_definition
from sla.engine import CalendarDefinition, CalendarError, DatedException, Reason, compile_calendar
from tests.sla.engine.clock import OFFICE, day, office, sthlm

SHORT = ((480, 780),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"zone": "Europe/Upsala"}, "unknown_zone"),
        ({"zone": ""}, "unknown_zone"),
        ({"zone": "../etc"}, "unknown_zone"),
        ({"zone": None}, "bad_shape"),
        ({"week": {"7": [["08:00", "17:00"]]}}, "bad_weekday"),
        ({"week": {"0": [["8", "17:00"]]}}, "bad_time"),
        ({"week": {"0": [["08:60", "17:00"]]}}, "bad_time"),
        ({"week": {"0": [["25:00", "26:00"]]}}, "bad_time"),
        ({"week": {"0": [["08:00", "33:00"]]}}, "bad_time"),
        ({"week": {"0": [["17:00", "08:00"]]}}, "ends_before_start"),
        ({"week": {"0": [["08:00", "08:00"]]}}, "ends_before_start"),
        ({"week": {"0": [["08:00", "12:00"], ["11:00", "17:00"]]}}, "overlapping"),
        ({"week": {"0": [["22:00", "30:00"]], "1": [["05:00", "12:00"]]}}, "overlapping"),
        ({"week": {"6": [["22:00", "30:00"]], "0": [["05:00", "12:00"]]}}, "overlapping"),
        ({"week": {"0": ["08:00-17:00"]}}, "bad_shape"),
        ({"week": []}, "bad_shape"),
        ({"week": {}}, "never_opens"),
        ({"week": {}, "exceptions": {"2026-05-02": {"openings": [], "note": ""}}}, "never_opens"),
        ({"holidays": {"1 May": "May Day"}}, "bad_date"),
        ({"holidays": {"2026-05-01": 1}}, "bad_shape"),
        ({"day_before": [["13:00", "08:00"]]}, "ends_before_start"),
        ({"exceptions": {"2026-05-02": {"openings": [["13:00", "08:00"]]}}}, "ends_before_start"),
        ({"colour": "green"}, "bad_shape"),
    ],
)
def test_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(CalendarError) as refused:
        CalendarDefinition.from_json(office().to_json() | change)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_anything_but_an_object_is_refused() -> None:
    with pytest.raises(CalendarError) as refused:
        CalendarDefinition.from_json([])
    assert refused.value.code == "bad_shape"


@pytest.mark.parametrize("code", ["SE", "DK"])
def test_json_and_back_is_the_same(code: str) -> None:
    definition = builtin_definition(code)
    assert CalendarDefinition.from_json(json.loads(json.dumps(definition.to_json()))) == definition


def test_openings_are_put_in_order_and_empty_days_dropped() -> None:
    definition = CalendarDefinition("UTC", {1: (OFFICE[1], OFFICE[0]), 2: ()})
    assert definition.week == {1: OFFICE}


def test_24_00_is_a_closing_time() -> None:
    late = CalendarDefinition.from_json({"zone": "Europe/Stockholm", "week": {"0": [["20:00", "24:00"]]}})
    assert compile_calendar(late).due(sthlm("2026-05-04 23:00"), minutes=60) == sthlm("2026-05-05 00:00")


def test_an_opening_past_midnight_belongs_to_the_day_it_starts_on() -> None:
    friday_night = compile_calendar(CalendarDefinition("Europe/Stockholm", {4: ((22 * 60, 30 * 60),)}))
    assert friday_night.elapsed(sthlm("2026-05-08 00:00"), sthlm("2026-05-10 00:00")) == 8 * 3600
    assert friday_night.due_business_days(sthlm("2026-05-07 12:00"), 1) == sthlm("2026-05-09 06:00")


def test_the_last_date_there_is_has_a_plan() -> None:
    assert office(day_before=SHORT).day(date.max).openings == OFFICE


class TestPrecedence:
    MAY_DAY = {day("2026-05-01"): "Första maj"}

    def test_a_holiday_wins_over_the_week(self) -> None:
        plan = office(holidays=self.MAY_DAY).day(day("2026-05-01"))
        assert (plan.openings, plan.reason) == ((), Reason("holiday", "Första maj"))

    def test_the_day_before_a_holiday_wins_over_the_week(self) -> None:
        plan = office(holidays=self.MAY_DAY, day_before=SHORT).day(day("2026-04-30"))
        assert (plan.openings, plan.reason) == (SHORT, Reason("short_day", "Första maj"))

    def test_without_hours_for_it_the_day_before_is_ordinary(self) -> None:
        assert office(holidays=self.MAY_DAY).day(day("2026-04-30")).openings == OFFICE

    def test_the_day_before_an_also_closed_day_is_ordinary(self) -> None:
        plan = office(also_closed={day("2026-06-19"): "Midsommarafton"}, day_before=SHORT).day(day("2026-06-18"))
        assert (plan.openings, plan.reason) == (OFFICE, None)

    def test_a_holiday_wins_over_being_the_day_before_one(self) -> None:
        definition = office(holidays={day("2026-04-02"): "a", day("2026-04-03"): "b"}, day_before=SHORT)
        assert definition.day(day("2026-04-02")).openings == ()

    def test_a_closed_weekday_does_not_open_for_being_the_day_before(self) -> None:
        definition = office(holidays={day("2026-05-03"): "a Sunday"}, day_before=SHORT)
        assert definition.day(day("2026-05-02")).reason == Reason("weekend")

    def test_a_dated_exception_wins_over_everything_and_replaces_the_whole_day(self) -> None:
        open_late = DatedException(((600, 720),), "Moving office")
        dates = ("2026-04-30", "2026-05-01", "2026-05-02", "2026-05-04")
        definition = office(
            holidays=self.MAY_DAY, day_before=SHORT, exceptions={day(text): open_late for text in dates}
        )
        for text in dates:
            plan = definition.day(day(text))
            assert (plan.openings, plan.reason) == (((600, 720),), Reason("exception", "Moving office"))

    def test_an_exception_without_openings_closes(self) -> None:
        closed = compile_calendar(office(exceptions={day("2026-05-04"): DatedException((), "Kick-off")}))
        assert closed.due(sthlm("2026-05-04 09:00"), minutes=60) == sthlm("2026-05-05 09:00")

    def test_an_exception_over_the_end_of_a_night_counts_once(self) -> None:
        nights = CalendarDefinition(
            "Europe/Stockholm",
            {4: ((22 * 60, 30 * 60),)},
            exceptions={day("2026-05-09"): DatedException(((300, 480),), "Early")},
        )
        ledger = compile_calendar(nights).explain(sthlm("2026-05-08 22:00"), sthlm("2026-05-09 12:00"))
        assert ledger.counted_seconds == 10 * 3600


def test_hours_now() -> None:
    calendar = compile_calendar(office())
    assert calendar.current_or_next_opening(sthlm("2026-05-04 09:00")) == (
        sthlm("2026-05-04 08:00"),
        sthlm("2026-05-04 12:00"),
    )
    assert calendar.current_or_next_opening(sthlm("2026-05-04 12:00")) == (
        sthlm("2026-05-04 13:00"),
        sthlm("2026-05-04 17:00"),
    )
    assert calendar.next_open(sthlm("2026-05-04 12:30")) == sthlm("2026-05-04 13:00")
    assert calendar.next_open(sthlm("2026-05-04 13:30")) == sthlm("2026-05-04 13:30")
