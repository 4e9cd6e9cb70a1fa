"""Markdown of a message to safe HTML: the only place where text written by people becomes markup."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "table", "thead",
        "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}

# Line breaks are kept as written: people write letters. Pictures are not loaded from elsewhere, so they stay text.
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(["table", "strikethrough"])
_parser.disable("image")


def to_html(text: str) -> SafeString:
    """Give the message as HTML. Raw HTML is shown as text, links are http, mailto or tel and pass no referrer."""
    cleaned = nh3.clean(
        _parser.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    # A wide block scrolls sideways, and must be reached by keyboard. nh3 leaves no attribute on it.
    return SafeString(cleaned.replace("<pre>", '<pre tabindex="0">'))
