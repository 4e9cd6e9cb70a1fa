"""The year as a picture and as a list agree with the calendar."""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sla.calendars import compiled_definition
from sla.country import starting_point
from sla.engine.openings import check_openings, format_time
from sla.year import CELL, HEAD, LABEL, ROW, year_of


def heights(path: str) -> float:
    """Give the hours that a path of bars covers."""
    return sum(float(high) for high in re.findall(r"v([0-9.]+)h", path))


@given(st.lists(st.integers(0, 1440), unique=True, min_size=2, max_size=8), st.integers(0, 600))
def test_the_bars_are_the_hours_of_the_year(minutes: list[int], night: int) -> None:
    ordered = sorted(minutes)
    pairs = list(zip(ordered[::2], ordered[1::2], strict=False))
    week = {"2": [[format_time(a), format_time(b)] for a, b in check_openings(pairs, "")]}
    week["4"] = [["20:00", format_time(1200 + night + 1)]]
    hours = compiled_definition({**starting_point("SE"), "zone": "Etc/UTC", "week": week})
    with translation.override("en"):
        picture = year_of(hours, 2027).picture
    open_hours = 0.0
    for n in range(-1, 365):
        for start, end in hours.day(date(2027, 1, 1) + timedelta(days=n)).openings:
            first, last = (max(start, 1440), end) if n < 0 else (start, min(end, 1440) if n == 364 else end)
            open_hours += max(last - first, 0) / 60
    assert heights(picture.ordinary) + heights(picture.special) == pytest.approx(open_hours, abs=0.1)


def test_a_leap_day_and_a_holiday_stand_where_they_belong() -> None:
    with translation.override("en"):
        year = year_of(compiled_definition(starting_point("SE")), 2028)
    leap = f"M{LABEL + 28 * CELL} {HEAD + ROW}h"
    christmas = f"M{LABEL + 24 * CELL} {HEAD + 11 * ROW}h"
    assert leap in year.picture.ground
    assert christmas in year.picture.closed
    december = dict(year.months)["December"]
    assert [(day.why, day.hours) for day in december][:2] == [("Julafton", "closed"), ("Juldagen", "closed")]


def test_the_sentence_says_what_the_picture_shows() -> None:
    with translation.override("en"):
        said = year_of(compiled_definition(starting_point("SE")), 2026).picture.sentence
    assert said == "2026: 251 days with opening hours, 10 weekdays closed for holidays, 6 short days, 0 exceptions."
