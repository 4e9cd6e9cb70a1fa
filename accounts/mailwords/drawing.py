"""Words with placeholders become the text and the HTML of a mail.

Nothing that stands in a value is ever read as Markdown, HTML or a placeholder. What people wrote, and tables and lists
that we draw, are blocks: they bring their own text and their own HTML.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString

from accounts.mailwords.placeholders import PLACEHOLDER
from accounts.markdown import ATTRIBUTES, SCHEMES, TAGS, named_pictures, to_html

# Stands for a placeholder while the words around it are drawn: letters and digits alone, so that a link may have it.
_MARK = "PLACEHOLDER"
_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*" + PLACEHOLDER.pattern + r"\s*\)")


class Block(NamedTuple):
    """A value of several lines: its text, and its safe HTML where it stands in a paragraph of its own."""

    text: str
    html: SafeString

    def __str__(self) -> str:
        return self.text


Value = str | Block


@dataclass(frozen=True)
class Drawn:
    """A heading on one line, and the same words as plain text and as HTML."""

    heading: str
    text: str
    html: SafeString


NOTHING = Drawn("", "", SafeString())


def draw(heading: str, text: str, values: Mapping[str, Value]) -> Drawn:
    """Fill in the values. KeyError for a placeholder that `values` does not have."""
    text = _unlinked(_without_gaps(text, values), values)
    return Drawn(" ".join(_plain(heading, values).split()), _plain(text, values).strip(), _html(text, values))


def people_html(text: str) -> SafeString:
    """Give what somebody wrote as a mail shows it: pictures are named, they are seen in the portal."""
    return to_html(named_pictures(text))


def written(text: str) -> Block:
    """Give what somebody wrote, in Markdown, as a value."""
    return Block(named_pictures(text), people_html(text))


def _plain(text: str, values: Mapping[str, Value]) -> str:
    return PLACEHOLDER.sub(lambda match: named_pictures(str(values[match[1]])), text)


def _unlinked(text: str, values: Mapping[str, Value]) -> str:
    """Leave the words alone of links to what is empty: not every reader has a portal."""
    return _LINK.sub(lambda match: match[0] if str(values[match[2]]) else match[1], text)


def _without_gaps(text: str, values: Mapping[str, Value]) -> str:
    """Leave out the paragraphs that are an empty value and nothing else."""
    parts = re.split(r"(\n\s*\n)", text)
    kept = [
        part + "".join(parts[place + 1 : place + 2])
        for place, part in enumerate(parts)
        if place % 2 == 0 and not ((whole := PLACEHOLDER.fullmatch(part.strip())) and not str(values[whole[1]]))
    ]
    return "".join(kept)


def _html(text: str, values: Mapping[str, Value]) -> SafeString:
    names: list[str] = []
    mark = _MARK
    while any(mark in str(each) for each in (text, *values.values())):
        mark += "X"

    def hide(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"{mark}{len(names) - 1}X"

    def show(match: re.Match[str]) -> str:
        value = values[names[int(match["block"] or match["link"] or match["word"])]]
        shown = escape(str(value))
        if isinstance(value, Block):
            return match[0] if match["block"] else shown.replace("\n", "<br>")
        if match["link"]:
            return shown
        if names[int(match["block"] or match["word"])] == "link" and shown:
            shown = SafeString(f'<a href="{shown}">{shown}</a>')
        return f"<p>{shown}</p>" if match["block"] and shown else shown

    def place(match: re.Match[str]) -> str:
        value = values[names[int(match[1])]]
        return value.html if isinstance(value, Block) else match[0]

    marks = rf'<p>{mark}(?P<block>\d+)X</p>|(?<=href="){mark}(?P<link>\d+)X|{mark}(?P<word>\d+)X'
    drawn = re.sub(marks, show, to_html(PLACEHOLDER.sub(hide, text)))
    # Once more, since a link may have got its address from a value; blocks are clean, and may have styles.
    cleaned = nh3.clean(
        drawn, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return SafeString(re.sub(rf"<p>{mark}(\d+)X</p>", place, cleaned))
