"""Durations as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import formats
from accounts.durations import read_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90),
        ("90 m", 90),
        ("90min", 90),
        ("90 min.", 90),
        ("90 minuter", 90),
        ("90 minutter", 90),
        ("1:30", 90),
        ("1 h 30", 90),
        ("1h30", 90),
        ("1 H 30 MIN", 90),
        ("1 tim 30 min", 90),
        ("1 timme", 60),
        ("2 timmar", 120),
        ("1 time", 60),
        ("2 timer 5 minutter", 125),
        ("1 t. 30 min.", 90),
        ("1 hour", 60),
        ("1.5 h", 90),
        ("1,5 t.", 90),
        ("0,01 h", 1),
        (" 7 ", 7),
        ("0", 0),
    ],
)
def test_what_is_understood(typed: str, minutes: int) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "1.5", "1,5", "1.30", "1:60", "-5", "soon", "1 h 75", "5 h 3 h", "½ h", "٣"])
def test_what_is_not_guessed(typed: str) -> None:
    assert read_minutes(typed) is None


@given(st.integers(min_value=1, max_value=24 * 60), st.sampled_from(["en", "sv", "da"]))
def test_what_is_written_is_read_again(minutes: int, language: str) -> None:
    assert read_minutes(formats.duration(minutes * 60, language)) == minutes


@given(st.integers(min_value=0, max_value=99), st.integers(min_value=0, max_value=59))
def test_every_shape_means_the_same(hours: int, minutes: int) -> None:
    shapes = (f"{hours}:{minutes:02d}", f"{hours} h {minutes}", f"{hours}t{minutes}min", f"{hours * 60 + minutes}")
    assert {read_minutes(shape) for shape in shapes} == {hours * 60 + minutes}


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed: str) -> None:
    found = read_minutes(typed)
    assert found is None or found >= 0
