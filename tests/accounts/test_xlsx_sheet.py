"""What the sheet writes its own way is what the library writes, to the letter; but for what the library gets wrong."""

import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from accounts.tables import Table
from accounts.tables.xlsx_file import MOST_CHARACTERS, xlsx_into
from accounts.tables.xlsx_sheet import Sheet
from tests.accounts.sheets import cells_of, sheet_of

VALUES = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
    st.sampled_from([" a", "a ", "a\nb", "_x0041_", "a_x", "<b>", "&amp;", '"', "\x07", "\ufffe", "\t", "<r>a"]),
)


def rows_in(content: bytes) -> list[str]:
    return re.findall(r"<row .*?</row>|<dimension[^>]*>", sheet_of(content), flags=re.S)


def by_the_library(rows: list[list[Any]], *, formats: bool) -> list[str]:
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True})
    sheet, style = book.add_worksheet(), book.add_format({"num_format": "0.00"})
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            if value is not None:
                write(at, place, value, style if formats else None)
    book.close()
    return rows_in(out.getvalue())


def by_the_sheet(rows: list[list[Any]], *, formats: bool) -> list[str]:
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True})
    sheet, style = book.add_worksheet(worksheet_class=Sheet), book.add_format({"num_format": "0.00"})
    for place, value in enumerate(rows[0]):
        sheet.write_string(0, place, value, style if formats else None)
    for at, row in enumerate(rows[1:], 1):
        sheet.add(at, row, [style if formats else None] * len(row))
    book.close()
    return rows_in(out.getvalue())


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3).map(lambda row: ["first", *row]), max_size=4), st.booleans())
def test_it_is_what_the_library_writes(rows: list[list[Any]], formats: bool) -> None:
    rows = [["one", "two", "three", "four"], *rows]
    assert by_the_sheet(rows, formats=formats) == by_the_library(rows, formats=formats)


@pytest.mark.parametrize("text", ["<r>x</r>", "<r><t>x</t></r>", "<r>no end of it</c></r>"])
def test_a_text_is_never_the_librarys_own_markup(text: str) -> None:
    out = BytesIO()
    xlsx_into(out, Table("t", ["a", "b"], [[text, 1]]))
    cells = cells_of(out.getvalue())
    assert (cells["A2"].value, cells["A2"].is_text, cells["B2"].value) == (text, True, "1")


def test_a_text_is_cut_between_characters() -> None:
    out = BytesIO()
    xlsx_into(out, Table("t", ["a"], [["x" + "\N{GRINNING FACE}" * MOST_CHARACTERS]]))
    value = cells_of(out.getvalue())["A2"].value
    assert value == "x" + "\N{GRINNING FACE}" * (MOST_CHARACTERS // 2)
