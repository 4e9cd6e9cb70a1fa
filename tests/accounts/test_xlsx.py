"""XLSX files: real numbers and dates, text that stays text, as many sheets as it takes."""

import re
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZipFile

import pytest

from accounts.tables import Cell, Table
from accounts.tables.answer import table_response
from accounts.tables.xlsx_file import MOST_CHARACTERS, xlsx_into
from tests.accounts.sheets import cells_of, parts_of, sheet_of
from tests.accounts.test_tables import TYPED


def written(table: Table, **more: Any) -> bytes:
    out = BytesIO()
    xlsx_into(out, table, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=1+1}", "+1", "-1", "@SUM(A1)", "\tx", "http://example.com", "mailto:a@b.example", "internal:Sheet2!A1"],
)
def test_text_is_never_a_formula_nor_a_link(text: str) -> None:
    content = written(Table("t", ["a"], [[text]]))
    cell = cells_of(content)["A2"]
    assert (cell.value, cell.is_text) == (text, True)
    assert "<f>" not in sheet_of(content)
    assert "hyperlink" not in sheet_of(content)
    assert cell.is_quoted == text.startswith(("=", "+", "-", "@", "\t"))


def test_dates_are_dates_in_the_tenants_zone_and_numbers_are_numbers() -> None:
    cells = cells_of(written(TYPED))
    found = [(cells[place].value, cells[place].is_text, cells[place].pattern) for place in ("B2", "C2", "D2", "E2")]
    # 4 May 2026 is day 46146 of spreadsheets; 10:00 in Stockholm.
    assert found == [
        ("46146.41666666666", False, "yyyy-mm-dd hh:mm:ss"),
        ("46146", False, "yyyy-mm-dd"),
        ("1.5", False, "0.00"),
        ("92.3", False, "0.0"),
    ]


def test_the_head_stays_in_sight_and_columns_have_widths() -> None:
    sheet = sheet_of(written(TYPED))
    assert 'ySplit="1"' in sheet
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    found = re.findall(r'<col min="(\d)" max="(\d)" width="(\d+)', sheet)
    assert found == [("1", "1", "18"), ("2", "2", "19"), ("3", "3", "11"), ("4", "5", "16")]


def test_a_full_sheet_goes_on_in_the_next_one() -> None:
    content = written(Table("t", ["a"], [[n] for n in range(1, 6)]), most_rows=3)
    assert [name for name in parts_of(content) if "worksheets/sheet" in name] == [
        f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3)
    ]
    assert [[cell.value for cell in cells_of(content, n).values()] for n in (1, 2, 3)] == [
        ["a", "1", "2"],
        ["a", "3", "4"],
        ["a", "5"],
    ]


def test_a_text_that_no_cell_holds_is_cut() -> None:
    cells = cells_of(written(Table("t", ["a"], [["x" * 40_000]])))
    assert len(cells["A2"].value) == MOST_CHARACTERS


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_row_that_fails_leaves_no_file_behind(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows() -> Iterator[list[Cell]]:
        yield [1]
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError):
        table_response(Table("t", ["a"], rows()), kind).build()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_twenty_thousand_rows_take_no_more_memory_than_two_thousand(kind: str) -> None:
    def peak(count: int) -> int:
        rows: Iterator[list[Cell]] = ([n, f"row {n}", "some text that is the same"] for n in range(count))
        tracemalloc.start()
        answer = table_response(Table("t", ["a", "b", "c"], rows), kind).build()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert answer.row_count == count
        answer.file_to_stream.close()
        return most

    peak(100)
    assert peak(20_000) < peak(2_000) + 100_000


def test_an_answer_is_a_whole_file_with_its_name_in_any_language() -> None:
    answer = table_response(Table("ärenden-2026-05", ["a"], [["å"]]), "csv").build()
    assert answer.getvalue() == "\ufeffa\r\nå\r\n".encode()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A4renden-2026-05.csv"
    assert answer["Content-Length"] == "10"


def test_what_is_written_is_read_from_the_disk() -> None:
    with TemporaryFile() as file:
        assert xlsx_into(file, Table("t", ["a"], [[1], [2]])) == 2
        assert file.tell() > 0


@pytest.mark.parametrize(
    ("name", "sheets"),
    [
        ("ärenden", ["ärenden", "ärenden 2"]),
        (
            "deadlines-brutna-per-veckodag-och-timme",
            ["deadlines-brutna-per-veckodag-o", "deadlines-brutna-per-veckodag 2"],
        ),
        ("[in: 2026/05]'", ["in 2026 05", "in 2026 05 2"]),
        ("", ["Sheet1", "Sheet2"]),
    ],
)
def test_a_sheet_has_the_tables_name(name: str, sheets: list[str]) -> None:
    book = ZipFile(BytesIO(written(Table(name, ["a"], [[1], [2]]), most_rows=2))).read("xl/workbook.xml").decode()
    assert re.findall(r'<sheet name="([^"]*)"', book) == sheets
