"""A sheet that writes its rows the shortest way: what the library writes for texts and numbers, and nothing else."""

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

# What must not stand in a file as it is: see escaped().
_AWKWARD = re.compile(r"[\x00-\x1f&<>\ufffe\uffff]|_x|^\s|\s$")


class Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet in a workbook that keeps one row in memory. The library writes the head, `add` the rows below it.

    The library goes through eight calls for each cell, and a file of tickets has millions; besides it takes a text like
    "<r>…</r>" for one of its own with formats, and writes it as it is.
    """

    def add(self, at: int, row: Sequence[str | float | None], formats: Sequence[Any]) -> None:
        """Write the row below those that stand (`at` is its place, the first row's is 0); None is left empty.

        A text is at most 32,767 UTF-16 units long.
        """
        if self.table:
            self._write_single_row(at)
        self._check_dimensions(at, len(row) - 1)
        number, cells = at + 1, [f'<row r="{at + 1}">']
        for place, value in enumerate(row):
            if value is None:
                continue
            style = formats[place]
            start = f'<c r="{_name(place)}{number}"' + (f' s="{style._get_xf_index()}"' if style else "")
            if isinstance(value, str):
                cells.append(f'{start} t="inlineStr"><is>{self._text(value)}</is></c>')
            else:
                cells.append(f"{start}><v>{value:.16G}</v></c>")
        cells.append("</row>")
        self.fh.write("".join(cells))

    def _text(self, text: str) -> str:
        if not _AWKWARD.search(text):
            return f"<t>{text}</t>"
        text = self._escape_control_characters(text)
        how = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        return f"<t{how}>{self._escape_data(text)}</t>"


_NAMES: dict[int, str] = {}


def _name(place: int) -> str:
    if place not in _NAMES:
        _NAMES[place] = xl_col_to_name(place)
    return _NAMES[place]
