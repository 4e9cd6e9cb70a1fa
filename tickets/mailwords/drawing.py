"""Words with placeholders become the text and the HTML of a mail.

Nothing that stands in a value is ever read as Markdown, HTML or a placeholder, except for what people wrote
(PARAGRAPHS), which is drawn as the portal draws it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString

from accounts.markdown import ATTRIBUTES, SCHEMES, TAGS, named_pictures, to_html
from tickets.mailwords.catalogue import PARAGRAPHS
from tickets.placeholders import PLACEHOLDER

# Stands for a placeholder while the words around it are drawn: letters and digits alone, so that a link may have it.
_MARKS = re.compile(r'<p>PLACEHOLDER(?P<block>\d+)X</p>|(?<=href=")PLACEHOLDER(?P<link>\d+)X|PLACEHOLDER(?P<word>\d+)X')


@dataclass(frozen=True)
class Drawn:
    """A heading on one line, and the same words as plain text and as HTML."""

    heading: str
    text: str
    html: SafeString


NOTHING = Drawn("", "", SafeString())


def draw(heading: str, text: str, values: Mapping[str, str]) -> Drawn:
    """Fill in the values. KeyError for a placeholder that `values` does not have."""
    return Drawn(" ".join(_plain(heading, values).split()), _plain(text, values).strip(), _html(text, values))


def people_html(text: str) -> SafeString:
    """Give what somebody wrote as a mail shows it: pictures are named, they are seen in the portal."""
    return to_html(named_pictures(text))


def _plain(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: named_pictures(values[match[1]]), text)


def _html(text: str, values: Mapping[str, str]) -> SafeString:
    names: list[str] = []

    def hide(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"PLACEHOLDER{len(names) - 1}X"

    def show(match: re.Match[str]) -> str:
        number = int(match["block"] or match["link"] or match["word"])
        if number >= len(names):
            return match[0]
        name = names[number]
        value = escape(values[name])
        if match["link"]:
            return value
        if name in PARAGRAPHS:
            return people_html(values[name]) if match["block"] else value.replace("\n", "<br>")
        shown = f'<a href="{value}">{value}</a>' if name == "link" and value else value
        return f"<p>{shown}</p>" if match["block"] else shown

    drawn = _MARKS.sub(show, to_html(PLACEHOLDER.sub(hide, text)))
    # Once more, since a link may have got its address from a value.
    return SafeString(
        nh3.clean(drawn, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow")
    )
