"""Markdown of a message to safe HTML: the only place where text written by people becomes markup."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image

TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "table", "thead",
        "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# Messages are never changed, and are drawn again for everybody who opens the ticket. Longer ones are few.
KEPT, LONGEST_KEPT = 2_000, 4_000
# After these a new line begins.
_ENDS = re.compile(r"<br>|</(?:p|li|h[1-6]|t[dh]|pre|blockquote)>")
PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\(([^()\s]+)\)")


def to_html(text: str, pictures: Mapping[str, str] | None = None) -> SafeString:
    """Give the message as HTML. Raw HTML is shown as text, links are http, mailto or tel and pass no referrer.

    `pictures` maps the names of the message's own files to their addresses: ![words](name) shows one of them, and
    nothing is ever loaded from anywhere else.
    """
    if pictures or len(text) > LONGEST_KEPT:
        return _drawn(text, dict(pictures or {}))
    return _kept(text)


@lru_cache(KEPT)
def _kept(text: str) -> SafeString:
    return _drawn(text, {})


def _drawn(text: str, own: dict[str, str]) -> SafeString:
    addresses = set(own.values())
    cleaned = nh3.clean(
        _parser.render(text, {"pictures": own}),
        tags=TAGS | {"img"} if own else TAGS,
        attributes=ATTRIBUTES | {"img": {"src", "alt"}},
        attribute_filter=lambda tag, name, value: None if (tag, name) == ("img", "src") and value not in addresses
        else value,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )  # fmt: skip
    # A wide block scrolls sideways, and must be reached by keyboard. nh3 leaves no attribute on it.
    return SafeString(cleaned.replace("<pre>", '<pre tabindex="0">'))


def to_words(text: str) -> str:
    """Give the message's words on one line, for lists and letters: no marks, no addresses, a blank between parts."""
    spaced = _ENDS.sub(r"\g<0> ", to_html(named_pictures(text)))
    return " ".join(unescape(strip_tags(spaced)).split())


def picture_names(text: str) -> set[str]:
    """Give the names of the files that a text shows."""
    return {unquote(name) for _words, name in PICTURE.findall(text)}


def named_pictures(text: str) -> str:
    """Give the text with each picture as [words: name], for readers that show none."""
    return PICTURE.sub(lambda match: f"[{match[1]}: {match[2]}]" if match[1] else f"[{match[2]}]", text)


def _own_picture(state: StateInline, silent: bool) -> bool:
    """Take ![words](name) as a picture where the name is one of the message's own files; else it stays text."""
    begin = state.pos
    if not image(state, False):
        return False
    token = state.tokens[-1]
    address = state.env["pictures"].get(unquote(str(token.attrs["src"])))
    if address is None or silent:
        state.tokens.pop()
    if address is None:
        state.pos = begin
        return False
    token.attrs["src"] = address
    return True


# Line breaks are kept as written: people write letters. Pictures are not loaded from elsewhere, so they stay text.
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(["table", "strikethrough"])
_parser.inline.ruler.at("image", _own_picture)
