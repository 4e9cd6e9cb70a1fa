"""What a mail repeats of earlier ones is folded away, never thrown away."""

import re
from typing import NamedTuple

from mailparser_reply import EmailReplyParser

LANGUAGES = ["en", "sv", "da"]
# Longer beginnings are not looked through: the library's expressions are not made for them.
MOST_LINES, LONGEST_LINE, MOST_LETTERS = 400, 500, 30_000
MOST_SIGNATURE = 30
# Our own mails say where the answer ends (templates/emails).
MARK = re.compile(
    r"^[> ]*-{2,} ?(?:Write above this line|Skriv ovanför den här raden|Skriv over denne linje) ?-{2,}", re.M
)
_SEPARATOR = re.compile(
    r"^[^\S\n]*(?:-{3,}[^\S\n]*(?:Original Message|Forwarded message|Ursprungligt meddelande|Originalmeddelande"
    r"|Oprindelig (?:meddelelse|besked)"
    r"|Vidarebefordrat meddelande|Videresendt meddelelse)[^\S\n]*-{3,}|_{20,})[^\S\n]*$",
    re.I | re.M,
)
# Yahoo writes it above words that it does not mark as quoted.
_WROTE = re.compile(
    r"^[^\S\n]*(?:Den|On) [^\n]{5,120}<[^<>\s]+@[^<>\s]+>[^\S\n]*(?:skrev|wrote)[^\S\n]*:[^\S\n]*$", re.I | re.M
)
_HEADER = re.compile(r"^[>*_\s]*(?:From|Från|Fra)[*_\s]*:", re.I)
_BESIDE = re.compile(r"^[>*_\s]*(?:Sent|Date|Subject|Skickat|Datum|Ämne|Sendt|Dato|Emne)[*_\s]*:", re.I)
_QUOTED = re.compile(r"^\s*>")
_SIGNED = re.compile(r"^-- {0,3}$")  # HTML ends its lines with two spaces
_SENT_FROM = re.compile(
    r"^(?:Sent from my |Sent from Outlook|(?:Sent from|Skickat från|Sendt fra) (?:Proton|Yahoo|Mail |Samsung|Gmail)"
    r"|Get Outlook for |Skickat från min |Skickat från Outlook|Hämta Outlook för "
    r"|Sendt fra min |Sendt fra Outlook|Hent Outlook til )",
    re.I,
)
_parser = EmailReplyParser(languages=LANGUAGES)


class Folded(NamedTuple):
    """What was written now, and what stood under it."""

    said: str
    folded: str


def fold(text: str) -> Folded:
    """Cut where the earlier mail begins. Text that is nothing but quotes is left whole: something must be readable.

    A forwarded mail is not folded: there it is what was meant to be read (`is_forward` of the caller decides).
    """
    lines = text.splitlines()
    cut = min(_marked(text), _found(lines), _quotes_at_end(lines))
    cut = _signature(lines[:cut])
    said = "\n".join(lines[:cut]).rstrip()
    if not said.strip():
        return Folded(text.strip(), "")
    return Folded(said, "\n".join(lines[cut:]).strip())


def _marked(text: str) -> int:
    places = [match.start() for expression in (MARK, _SEPARATOR, _WROTE) if (match := expression.search(text))]
    return min((text.count("\n", 0, place) + (text[place] == "\n") for place in places), default=len(text) + 1)


def _found(lines: list[str]) -> int:
    """Ask the library in which line the first header of an earlier mail stands."""
    looked: list[str] = []
    letters = 0
    for text in lines[:MOST_LINES]:
        letters += len(text)
        if letters > MOST_LETTERS:
            break
        looked.append(text.strip()[:LONGEST_LINE])
    replies = _parser.read("\n".join(looked)).replies
    headers = next((reply.headers for reply in replies[1:] if reply.headers), "")
    first = next((part.strip() for part in (headers or "").splitlines() if part.strip()), "")
    if not first:
        return len(lines) + 1
    at = next((at for at, text in enumerate(looked) if text and text == first), len(lines) + 1)
    # "Från: Malmö" above "Till: Lund" is no mail's head: that has a date or a subject beside.
    is_head = not _HEADER.match(first) or any(_BESIDE.match(text) for text in looked[at : at + 7])
    return at if is_head else len(lines) + 1


def _quotes_at_end(lines: list[str]) -> int:
    """Give the line from which on everything is quoted, with the line of words before it that says by whom."""
    at = len(lines)
    while at and (_QUOTED.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
    if not any(_QUOTED.match(text) for text in lines[at:]):
        return len(lines) + 1
    while at and lines[at - 1].rstrip().endswith(":") and not lines[at - 1].lstrip().startswith(("-", "*")):
        at -= 1
    return at


def _signature(lines: list[str]) -> int:
    """Give the line in which the signature begins: after `-- `, or a telephone's own advertisement at the end."""
    for at, text in enumerate(lines):
        if at and _SIGNED.match(text) and len(lines) - at <= MOST_SIGNATURE:
            return at
    at = len(lines)
    while at and not lines[at - 1].strip():
        at -= 1
    return at - 1 if at > 1 and _SENT_FROM.match(lines[at - 1].strip()) else len(lines)
