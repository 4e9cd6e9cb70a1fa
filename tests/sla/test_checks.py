"""Hours that cannot be used are refused at the field, with the reason."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sla.checks import check_definition, read_hours
from sla.country import starting_point

DAY = [["08:00", "17:00"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("17:00–08:00", "ends_before_start"),
        ("08:00–12:00, 11:00–17:00", "overlapping"),
        ("08:00", "bad_time"),
        ("8–25x", "bad_time"),
        ("08:61–09:00", "bad_time"),
        ("25:00–26:00", "bad_time"),
        ("01:00–26:00", "bad_time"),
    ],
)
def test_hours_that_are_wrong(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_hours(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"week": {}}, "week_0", "never_opens"),
        ({"week": {"2": [["17:00", "08:00"]]}}, "week_2", "ends_before_start"),
        ({"week": {"4": [["22:00", "30:00"]], "5": [["05:00", "08:00"]]}}, "week_4", "overlapping"),
        ({"week": {"6": [["22:00", "33:00"]], "0": DAY}}, "week_6", "overlapping"),
        ({"day_before": [["08:00", "12:00"], ["11:00", "13:00"]]}, "day_before", "overlapping"),
        ({"zone": "Mars/Base"}, "zone", "unknown_zone"),
        ({"country": "XX"}, "country", "unknown_country"),
        ({"closed_every_year": {"02-30": "?"}}, "closed_every_year", "bad_date"),
        (
            {"exceptions": {"2026-05-04": {"openings": [["9:00", "8:00"]], "note": ""}}},
            "exceptions",
            "ends_before_start",
        ),
    ],
)
def test_a_definition_that_is_wrong(wrong: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_definition({**starting_point("SE"), **wrong})
    assert {name: [e.code for e in errors] for name, errors in refused.value.error_dict.items()} == {field: [code]}


def test_a_night_up_to_the_next_opening_is_fine() -> None:
    check_definition({**starting_point("SE"), "week": {"4": [["22:00", "30:00"]], "5": [["06:00", "24:00"]]}})
