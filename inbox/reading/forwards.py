"""Whose mail was forwarded, and what it said, by what mail programs write above it."""

import re
from email.message import Message

from inbox.reading import parts
from inbox.reading.bodies import body_of
from inbox.reading.headers import people, words
from inbox.reading.letter import Forwarded, Person
from inbox.reading.parts import Part, parts_of

FORWARDED = re.compile(r"^\s*(?:(?:fwd?|vb|vs|vidarebefordrat|videresendt) ?: *)+", re.I)
MOST_LINES = 400
_EDGE = r"^[>*_\s]*"
_FROM = re.compile(_EDGE + r"(?:From|Från|Fra)[*_\s]*:[*_\s]*(?P<who>\S.{0,400})$", re.I)
_OTHER = re.compile(
    _EDGE
    + r"(?:Sent|Date|To|Subject|Cc|Reply-To|Skickat|Datum|Till|Ämne|Kopia|Svara? till|Sendt|Dato|Til|Emne|Svar til)"
    r"[*_\s]*:",
    re.I,
)
_ADDRESS = re.compile(r"[^\s<>\"';,:()\[\]]+@[^\s<>\"';,:()\[\]]+\.[^\s<>\"';,:()\[\]]+")
_SEPARATOR = re.compile(
    _EDGE
    + r"(?:[-_]{3,}.*|Begin forwarded message:|Vidarebefordrat (?:brev|meddelande):|Videresendt (?:besked|mail):)\s*$",
    re.I,
)


def forwarded_of(mail: Message, found: list[Part], text: str) -> Forwarded | None:
    """Give what was forwarded: the mail that is attached, else what stands under its first headers; None where that
    names no address.
    """
    subject = words(mail, "Subject")
    if not FORWARDED.match(subject):
        return None
    plain = FORWARDED.sub("", subject)
    for part, _alternative in found:
        inner = parts.inside(part)[:1] if parts.content_type(part) == "message/rfc822" else []
        if inner and (senders := people(inner[0], "From")):
            return Forwarded(senders[0], plain, body_of(parts_of(inner[0]))[0].strip(), text.strip())
    lines = text.splitlines()
    for at, line in enumerate(lines[:MOST_LINES]):
        sender = _sender(line)
        if sender is None:
            continue
        end = _end_of_headers(lines, at)
        if end - at > 2:
            return Forwarded(sender, plain, _unquoted(lines[end:]), _above(lines[:at]))
    return None


def _sender(line: str) -> Person | None:
    match = _FROM.match(line)
    address = _ADDRESS.search(match["who"]) if match else None
    if match is None or address is None:
        return None
    name = re.split(r"[<\[(]", match["who"])[0].strip(" \"'*\\")
    return Person("" if "@" in name else name[:120], address[0].strip("*_").lower())


def _end_of_headers(lines: list[str], at: int) -> int:
    end = at + 1
    while end < len(lines) and _OTHER.match(lines[end]):
        end += 1
    return end


def _unquoted(lines: list[str]) -> str:
    """Give the words without the marks of a quotation that all of them have."""
    if all(line.startswith(">") for line in lines if line.strip()):
        lines = [line[1:].removeprefix(" ") for line in lines]
    return "\n".join(lines).strip()


def _above(lines: list[str]) -> str:
    while lines and (not lines[-1].strip(" >") or _SEPARATOR.match(lines[-1])):
        lines = lines[:-1]
    return "\n".join(lines).strip()
