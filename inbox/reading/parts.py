"""The parts of a mail, in the order in which they stand."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from inbox.reading.charsets import decoded
from inbox.reading.headers import line, unencoded

MOST_PARTS = 300
# Nobody reads them, and what looks for the beginnings of lines would begin at each.
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n){3,}")
DEEPEST = 30


class Part(NamedTuple):
    """A part that holds others no longer. `alternative` numbers the multipart/alternative around it; 0 without."""

    mail: Message
    alternative: int


def parts_of(mail: Message) -> list[Part]:
    """Give all parts that are no containers, at most MOST_PARTS; an attached mail is one part and not looked into."""
    return list(_walk(mail))


def content_type(part: Message) -> str:
    """Give `kind/sub` in small letters; a container that holds nothing is its own text."""
    kind = part.get_content_type().lower()
    return "text/plain" if kind.startswith("multipart/") and not inside(part) else kind


def content(part: Message) -> bytes:
    """Give a part's bytes. What is damaged on the way is given as far as it goes."""
    if content_type(part) == "message/rfc822":
        return _as_bytes(inside(part))
    if part.is_multipart():
        return b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def text(part: Message) -> str:
    """Give a text part's words with plain line ends."""
    said = decoded(content(part), str(part.get_param("charset") or ""))
    return _EMPTY_LINES.sub("\n\n\n", said.replace("\r\n", "\n").replace("\r", "\n"))


def name(part: Message) -> str:
    """Give the file's name without folders, whichever way it is written; empty where it has none."""
    try:
        said = _decoded(part).get_filename() or ""
    except (ValueError, TypeError, LookupError):
        said = ""
    return plain_name(line(str(said))).replace("\\", "/").rpartition("/")[2].strip(". ")[-180:]


def _decoded(part: Message) -> Message:
    """Give the two headers that name a file, with raw letters read (RFC 6532): the parser would replace each."""
    heads = Message()
    for key, value in part.raw_items():
        if key.lower() in ("content-disposition", "content-type"):
            heads[key] = unencoded(str(value))
    return heads


def plain_name(said: str) -> str:
    """Give a name without letters that nobody sees: they turn its ending around, or hide it."""
    return "".join(letter for letter in said if letter.isprintable() or letter.isspace())


def cid(part: Message) -> str:
    """Give the name by which the text calls the part."""
    return line(str(part.get("Content-ID", ""))).strip("<> ")[:200]


def inside(part: Message) -> list[Message]:
    """Give the parts that it holds; none for a part with words or bytes."""
    return list(_held(part)) if part.is_multipart() else []


def is_attached(part: Message) -> bool:
    """Say whether the writer attached it, rather than wrote it."""
    return part.get_content_disposition() == "attachment"


def _held(part: Message) -> Iterator[Message]:
    for one in part.get_payload():
        if isinstance(one, Message):
            yield one


def _as_bytes(mails: list[Message]) -> bytes:
    try:
        return mails[0].as_bytes() if mails else b""
    except (UnicodeError, LookupError, ValueError, TypeError, KeyError):
        # What cannot be written again as it was is written with its text alone.
        return mails[0].as_string(unixfrom=False).encode("utf-8", "replace") if mails else b""


def _walk(mail: Message) -> Iterator[Part]:
    waiting: list[tuple[Message, int, int]] = [(mail, 0, 0)]
    found = alternatives = 0
    while waiting and found < MOST_PARTS:
        part, alternative, depth = waiting.pop(0)
        inner = inside(part)
        if not inner or part.get_content_maintype() == "message" or depth >= DEEPEST:
            found += 1
            yield Part(part, alternative)
            continue
        if content_type(part) == "multipart/alternative" and not alternative:
            alternatives += 1
            alternative = alternatives
        waiting[:0] = [(one, alternative, depth + 1) for one in inner]
