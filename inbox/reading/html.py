"""HTML to Markdown. What cannot be said in Markdown is left out: nothing of a mail's HTML is ever shown as such."""

import re
from collections.abc import Set as AbstractSet
from typing import Any

import nh3
from markdownify import MarkdownConverter

# A letter's HTML is some hundred kilobytes with all its styles; more is a web page, of which the beginning will do.
LONGEST = 2_000_000
LONGEST_CLEAN = 500_000
DEEPEST = 100
# Each quotation or list writes all that is in it once more.
DEEPEST_INDENTED = 20
# What takes HTML apart needs the square of the depth.
DEEPEST_READ = 5_000
_TAGS = {"a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li",
         "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}  # fmt: skip
_FLAT = {"a", "b", "br", "em", "i", "img", "p", "strong"}
_WITHOUT = {"script", "style", "title", "head", "template", "noscript"}
_OPENING = re.compile(r"<(/?)([a-z0-9]+)", re.I)
_ANY = re.compile(r"<[^<>]*>")
# The converter looks for line ends from each of them on.
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]{100,}")
_BLANK_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")
_NONE = {"br", "hr", "img", "input", "link", "meta", "col", "wbr", "area", "base", "source"}
_INDENTING = {"blockquote", "ul", "ol"}


def to_markdown(html: str) -> str:
    """Give the words, with emphasis, lists, tables and links. Pictures are `![words](cid:name)` or left out."""
    html = html[:LONGEST]
    if _depth(html) > DEEPEST_READ:
        html = _ANY.sub(" ", html)
    clean = _SPACES.sub(" ", _clean(html, _TAGS))[:LONGEST_CLEAN]
    if _depth(clean) > DEEPEST or _depth(clean, _INDENTING) > DEEPEST_INDENTED:
        clean = _clean(clean, _FLAT)
    if _depth(clean) > DEEPEST:
        clean = _clean(clean, {"br", "p"})
    text = _Converter(heading_style="ATX", bullets="-", escape_misc=False, escape_underscores=False).convert(clean)
    return _BLANK_LINES.sub("\n\n", text).strip()


class _Converter(MarkdownConverter):
    """Tables of mails are mostly for looks: one with a single column is no table."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # By the table's identity: asked for each cell, it would be counted again each time.
        self._known: dict[int, bool] = {}

    def convert_img(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        source = str(el.get("src") or "")
        words = " ".join(str(el.get("alt") or "").split()).replace("]", "").replace("[", "")
        return f"![{words}](cid:{source[4:]})" if source.startswith("cid:") else ""

    def convert_table(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        if self._is_data(el):
            return super().convert_table(el, text, parent_tags)  # type: ignore[misc]
        return f"\n\n{text.strip()}\n\n"

    def convert_tr(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        if self._is_data(el.find_parent("table")):
            return super().convert_tr(el, text, parent_tags)  # type: ignore[misc]
        return f"{text.strip()}\n"

    def convert_td(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        if self._is_data(el.find_parent("table")):
            return super().convert_td(el, text, parent_tags)  # type: ignore[misc]
        return f"{text.strip()}\n\n"

    convert_th = convert_td

    def _is_data(self, table: Any) -> bool:
        """Say whether it has rows of several cells and nothing large within: figures, and no layout."""
        if id(table) not in self._known:
            self._known[id(table)] = self._holds_figures(table)
        return self._known[id(table)]

    @staticmethod
    def _holds_figures(table: Any) -> bool:
        if table is None or table.find("table") is not None or table.find_parent("table") is not None:
            return False
        rows = table.find_all("tr")
        return len(rows) > 1 and all(len(row.find_all(["td", "th"])) > 1 for row in rows)


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        clean_content_tags=_WITHOUT,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel=None,
    )


def _depth(html: str, of: AbstractSet[str] | None = None) -> int:
    """Give how deep tags stand in one another: all, or these."""
    deepest = depth = 0
    for closing, tag in _OPENING.findall(html):
        if tag in of if of else tag.lower() not in _NONE:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
