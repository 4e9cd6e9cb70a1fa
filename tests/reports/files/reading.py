"""Reads exported files and pages as a person would: rows by the names of their columns, tables by their headings."""

import csv
from html.parser import HTMLParser
from io import StringIO
from typing import Any

from django.test import Client

Row = dict[str, str]


def get_csv(client: Client, url: str) -> list[Row]:
    """Download a CSV file in English: its rows by the names of the columns."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    rows = csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    return [{name: _typed(text) for name, text in row.items()} for row in rows]


def _typed(text: str) -> str:
    """Take away the apostrophe before what a spreadsheet would run."""
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


class Page(HTMLParser):
    """A page's tables, and its lists of figures: `tables[id]` has the rows of the table under the heading with this id
    (or of the chart), each a list of texts, the head first; `figures` has what stands under each term.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.figures: dict[str, list[str]] = {}
        self._heading, self._chart, self._term, self._row = "", "", "", [""]
        self._text: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        values = dict(attrs)
        if tag in ("h1", "h2", "h3") and values.get("id"):
            self._heading = values["id"]
        elif tag == "details":
            self._chart = values.get("data-chart-table", "")
        elif tag == "table":
            self._rows = self.tables.setdefault(self._chart or self._heading, [])
        elif tag == "tr":
            self._row = []
            self._rows.append(self._row)
        elif tag in ("th", "td", "dt", "dd"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._chart = ""
        if tag not in ("th", "td", "dt", "dd") or self._text is None:
            return
        text = " ".join("".join(self._text).replace("\u00a0", " ").split())
        self._text = None
        if tag in ("th", "td"):
            self._row.append(text)
        elif tag == "dt":
            self._term = text
            self.figures[text] = []
        else:
            self.figures[self._term].append(text)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def get_page(client: Client, url: str) -> Page:
    """Open a page."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Page(answer.content.decode())
