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
    (or of the chart), each a list of texts, the head first; `figures` has what stands under each term. `said` has the
    paragraphs and `entries` the points of the list under a heading. A letter's headings stand for themselves.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.figures: dict[str, list[str]] = {}
        self.said: dict[str, list[str]] = {}
        self.entries: dict[str, list[str]] = {}
        self._heading, self._chart, self._term, self._row = "", "", "", [""]
        self._tag, self._text, self._is_link = "", "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        values = dict(attrs)
        if values.get("class") == "to":  # where a figure leads to
            self._is_link = True
        elif tag == "details":
            self._chart = values.get("data-chart-table", "")
        elif tag == "table":
            self._rows = self.tables.setdefault(self._chart or self._heading, [])
        elif tag == "tr":
            self._row = []
            self._rows.append(self._row)
        elif self._tag == "":
            if tag in ("h1", "h2", "h3"):
                self._heading = values.get("id", "")
            if tag in ("th", "td", "dt", "dd", "p", "li", "h3"):
                self._tag, self._text = tag, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._chart = ""
        if tag == "span":
            self._is_link = False
        if tag != self._tag:
            return
        self._tag = ""
        text = " ".join(self._text.replace("\u00a0", " ").split())
        match tag:
            case "th" | "td":
                self._row.append(text)
            case "dt":
                self._term = text
                self.figures[text] = []
            case "dd":
                self.figures[self._term].append(text)
            case "p":
                self.said.setdefault(self._heading, []).append(text)
            case "li":
                self.entries.setdefault(self._heading, []).append(text)
            case _ if not self._heading or self._heading.startswith("part-"):
                self._heading = text

    def handle_data(self, data: str) -> None:
        if not self._is_link:
            self._text += f"{data} " if self._tag == "li" else data


def get_page(client: Client, url: str) -> Page:
    """Open a page."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Page(answer.content.decode())
