"""Which of a mail's parts is the letter, and its words as Markdown."""

import re
from collections.abc import Sequence
from email.message import Message

from inbox.reading import parts
from inbox.reading.flowed import unflowed
from inbox.reading.html import to_markdown
from inbox.reading.parts import Part

LONGEST = 200_000
_UNDERLINE = re.compile(r"^(\s{0,3})(=+|-+)(\s*)$")
_HEADING = re.compile(r"^(\s{0,3})(#{1,6}\s)")


def body_of(found: Sequence[Part]) -> tuple[str, list[Message]]:
    """Give the letter's text and the parts that it was read from.

    Of alternatives the plain one counts, unless it is empty or only says to open the other one; what stands one after
    the other counts all.
    """
    texts: list[str] = []
    used: list[Message] = []
    done: set[int] = set()
    for part in found:
        if part.alternative in done or not _is_letter(part.mail):
            continue
        if part.alternative:
            done.add(part.alternative)
            group = [one.mail for one in found if one.alternative == part.alternative and _is_letter(one.mail)]
            used += group
            texts.append(_best(group))
        else:
            used.append(part.mail)
            texts.append(_markdown(part.mail))
    return "\n\n".join(text for text in texts if text.strip())[:LONGEST], used


def _is_letter(part: Message) -> bool:
    return (
        parts.content_type(part) in ("text/plain", "text/html")
        and not parts.is_attached(part)
        and not (parts.name(part) and parts.content_type(part) == "text/plain")
    )


def _best(group: Sequence[Message]) -> str:
    plain = "\n\n".join(_markdown(part) for part in group if parts.content_type(part) == "text/plain").strip()
    rich = [part for part in group if parts.content_type(part) == "text/html"]
    if len(plain) >= 40 or not rich:
        return plain
    html = "\n\n".join(_markdown(part) for part in rich).strip()
    return html if len(html) > len(plain) else plain


def _markdown(part: Message) -> str:
    said = parts.text(part)
    if parts.content_type(part) == "text/html":
        return to_markdown(said)
    if str(part.get_param("format") or "").lower() == "flowed":
        said = unflowed(said, without_space=str(part.get_param("delsp") or "").lower() == "yes")
    return "\n".join(_as_written(line) for line in said.split("\n"))


def _as_written(line: str) -> str:
    """Keep a plain line plain where Markdown would make a heading of it, or of the line before."""
    if _HEADING.match(line):
        return _HEADING.sub(r"\1\\\2", line)
    if _UNDERLINE.match(line) and line.strip() not in ("--", "-"):
        return _UNDERLINE.sub(r"\1\\\2\3", line)
    return line
