"""Files that run nothing."""

import pytest
from django.utils import translation

from accounts.tables import Cell, Table, write_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1"])
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    with translation.override("en"):
        assert write_csv(Table("t", ["a"], [[text]])).split("\r\n", 1)[1].strip("\r\n").strip('"').startswith("'")


@pytest.mark.parametrize(
    ("language", "line"), [("en", "-12.5,7,,plain,'=a"), ("sv", "-12,5;7;;plain;'=a"), ("da", "-12,5;7;;plain;'=a")]
)
def test_numbers_are_numbers_in_each_language(language: str, line: str) -> None:
    cells: list[Cell] = [-12.5, 7, None, "plain", "=a"]
    with translation.override(language):
        assert write_csv(Table("t", ["a", "b", "c", "d", "=e"], [cells])).splitlines()[1] == line


def test_the_head_is_text_as_well() -> None:
    with translation.override("en"):
        assert write_csv(Table("t", ["=e"], [])) == "'=e\r\n"
