"""Files that run nothing."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts.models import Membership
from accounts.tables import Cell, Column, Kind, Table, of_rows, write_csv
from accounts.tables.names import named, of_months
from accounts.tables.of_rows import table_of
from tests.cast import Cast

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TYPED = Table(
    "t",
    [
        "What",
        Column("At", Kind.INSTANT),
        Column("Day", Kind.DAY),
        Column("Used, minutes", Kind.DURATION),
        Column("Met, per cent", Kind.SHARE),
    ],
    [
        ["=1+1", datetime(2026, 5, 4, 8, 0, 0, 500, tzinfo=UTC), date(2026, 5, 4), 90, 0.9234],
        [None, None, None, None, None],
    ],
    STOCKHOLM,
)


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


def test_full_width_signs_are_signs() -> None:
    with translation.override("en"):
        assert write_csv(Table("t", ["a"], [["＝1+1"]])) == "a\r\n'＝1+1\r\n"


def test_kinds_are_written_as_the_head_says() -> None:
    with translation.override("sv"):
        text = write_csv(TYPED)
    assert text.splitlines() == [
        "What;At;Day;Used, minutes;Met, per cent",
        "'=1+1;2026-05-04 10:00:00;2026-05-04;1,5;92,3",
        ";;;;",
    ]


def test_a_row_of_another_length_than_the_head_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        write_csv(Table("t", ["a", "b"], [["one"]]))


def test_a_file_is_named_by_the_words_on_its_page() -> None:
    assert named("Ärenden, lösta", "", date(2026, 5, 22)) == "ärenden-lösta-2026-05-22"
    assert of_months("NPS", "Bergs & Söner AB", first=date(2026, 3, 1), last=date(2026, 5, 1)) == (
        "nps-bergs-söner-ab-2026-03-2026-05"
    )
    for last in (None, date(2026, 5, 1)):
        assert of_months("Payslips", first=date(2026, 5, 1), last=last) == "payslips-2026-05"


def test_a_column_is_a_head_and_what_it_says_of_a_row() -> None:
    table = table_of("t", [2, 3], ("Number", lambda row: row), (Column("Half", Kind.SHARE), lambda row: row / 2))
    with translation.override("en"):
        assert write_csv(table).splitlines() == ["Number,Half", "2,100.0", "3,150.0"]


def test_rows_of_the_database_are_read_and_none_is_kept(nordsoft: Cast) -> None:
    found = Membership.objects.select_related("user")
    text = write_csv(table_of("t", found, ("Who", lambda one: one.user.name)))
    assert len(text.splitlines()) == 1 + Membership.objects.count() > 3
    assert found._result_cache is None


def test_some_are_read_at_once(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_rows, "AT_ONCE", 2)
    found = Membership.objects.order_by("pk")
    some = list(of_rows.some_at_once(found))
    assert {len(each) for each in some} <= {1, 2}
    assert [one.pk for each in some for one in each] == list(found.values_list("pk", flat=True))
