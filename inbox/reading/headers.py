"""Headers as people and programs write them: encoded words, raw bytes, several of what there may be one of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from inspect import signature

from inbox.reading.charsets import decoded
from inbox.reading.letter import Person

LONGEST = 4_000
MOST_ADDRESSES = 200
_ID = re.compile(r"<([^<>\s]{1,400})>")
_ADDRESS = re.compile(r"^[^@\s<>\"(),:;]{1,64}@[^@\s<>\"(),:;]{1,190}$")
# Younger versions of Python refuse whole headers for one odd address, unless asked not to.
_LENIENT = {"strict": False} if "strict" in signature(getaddresses).parameters else {}
_SPACE = re.compile(r"[\s\0-\x1f\x7f]+")


def words(mail: Message, name: str) -> str:
    """Give a header as one line of text; empty where there is none. Of several the first counts."""
    return line(_raw(mail, name))


def line(value: str) -> str:
    """Decode encoded words (RFC 2047) and put everything on one line."""
    value = value[:LONGEST]
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        parts = [(value, None)]
    text = "".join(part if isinstance(part, str) else decoded(part, charset or "") for part, charset in parts)
    return _SPACE.sub(" ", text).strip()


def ids(mail: Message, *names: str) -> list[str]:
    """Give the Message-IDs of some headers without their brackets, in order, each once."""
    found: dict[str, None] = {}
    for name in names:
        for value in _values(mail, name):
            for key in _ID.findall(value[:40_000]):
                found.setdefault(key)
    return list(found)


def message_id(mail: Message) -> str:
    """Give the Message-ID without brackets, also one that was written without them; empty without."""
    found = ids(mail, "Message-ID")
    return found[0] if found else _SPACE.sub("", _raw(mail, "Message-ID")).strip("<>")[:400]


def people(mail: Message, *names: str) -> list[Person]:
    """Give the people of some headers, each address once. What is no address is left out."""
    values = [value[: LONGEST * 10] for name in names for value in _values(mail, name)]
    found: dict[str, Person] = {}
    for name, address in _pairs(values):
        address = _SPACE.sub("", address).strip("<>'\"").lower()
        if _ADDRESS.match(address) and len(found) < MOST_ADDRESSES:
            found.setdefault(address, Person(line(name).strip("'\"")[:120], address))
    return list(found.values())


def date(mail: Message) -> datetime | None:
    """Give when it says it was written, in UTC; None where it says nothing that can be understood."""
    try:
        said = parsedate_to_datetime(_raw(mail, "Date"))
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _raw(mail: Message, name: str) -> str:
    return next(_values(mail, name), "")


def _values(mail: Message, name: str) -> Iterator[str]:
    """Give a header's values as they came: `get` would put signs of replacement where raw bytes stand."""
    return (unencoded(str(value)) for key, value in mail.raw_items() if key.lower() == name.lower())


def unencoded(value: str) -> str:
    """Read the raw bytes that a header may hold, which the parser gives as surrogates or as `unknown-8bit` words."""
    if any("\udc80" <= letter <= "\udcff" for letter in value):
        return decoded(value.encode("utf-8", "surrogateescape"), "")
    return value.replace("\0", "")


def _pairs(values: Sequence[str]) -> Iterable[tuple[str, str]]:
    try:
        return getaddresses(values, **_LENIENT)
    except (ValueError, IndexError, RecursionError):
        return []
