"""Holidays come from a country, for every year; the built-in calendars are starting points that count the same."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.builtin import builtin_definition
from sla.calendars import compiled_definition
from sla.checks import read_hours, write_hours
from sla.country import definition_of, editable, starting_point
from sla.engine import CalendarError
from sla.engine.openings import check_openings


@pytest.mark.parametrize("code", ["SE", "DK"])
@pytest.mark.parametrize("customary", [True, False])
def test_a_starting_point_counts_as_the_built_in_calendar(code: str, customary: bool) -> None:
    stored = starting_point(code, customary=customary)
    assert definition_of(stored) == builtin_definition(code, also_closed=customary)
    assert editable({"builtin": code, "also_closed": customary}) == stored
    assert editable(stored) == stored


def test_round_the_clock_never_closes() -> None:
    hours = compiled_definition(starting_point("24/7", zone="Europe/Copenhagen"))
    assert hours.definition.zone == "Europe/Copenhagen"
    assert hours.day(date(2026, 12, 25)).openings == ((0, 1440),)


def test_holidays_reach_every_year_and_own_days_close_each_of_them() -> None:
    stored = {**starting_point("DK"), "closed_every_year": {"05-01": "1. maj", "02-29": "Skuddag"}}
    made = definition_of(stored)
    for year in (1990, 2026, 2100):
        assert date(year, 12, 25) in made.holidays
        assert made.also_closed[date(year, 5, 1)] == "1. maj"
    assert date(2028, 2, 29) in made.also_closed
    assert not compiled_definition(stored).day(date(2026, 5, 1)).openings


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"country": "XX"}, "unknown_country"),
        ({"closed_every_year": {"13-01": "?"}}, "bad_date"),
        ({"zone": "Mars/Base"}, "unknown_zone"),
        ({"week": {}}, "never_opens"),
    ],
)
def test_what_cannot_be_read_is_refused_by_code(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(CalendarError) as refused:
        definition_of({**starting_point("SE"), **wrong})
    assert refused.value.code == code


@given(st.lists(st.integers(0, 1439), unique=True, min_size=0, max_size=8))
def test_hours_are_read_as_they_are_written(minutes: list[int]) -> None:
    ordered = sorted(minutes)
    pairs = check_openings(list(zip(ordered[::2], ordered[1::2], strict=False)), "")
    assert read_hours(write_hours(pairs)) == pairs


@pytest.mark.parametrize("text", ["08:00–12:00, 13:00–17:00", "8-12;13-17", " 08.00 - 12.00 , 13:00—17 ", "13-17,8-12"])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_hours(text) == ((480, 720), (780, 1020))
