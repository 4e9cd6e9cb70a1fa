"""Whether the sender is who the mail says, by the word of a server that we trust (RFC 8601).

authres reads such headers as well, but was last released in 2019 and refuses those of Microsoft.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from email.message import Message
from typing import NamedTuple

from inbox.reading.headers import unencoded

LONGEST = 8_000
# Microsoft 365 leaves its name out; whoever trusts it trusts this one.
NAMELESS = "microsoft"
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*([a-z0-9_-]+)(?:/\d+)?\s*=\s*([a-z]+)", re.I)
_PROPERTY = re.compile(r"([a-z]+\.[a-z0-9_-]+)\s*=\s*(\"[^\"]*\"|\S+)", re.I)


class _Result(NamedTuple):
    method: str
    result: str
    about: dict[str, str]


class Judged(NamedTuple):
    """Whether the sender was confirmed, or why they could not be; neither where nothing is known."""

    is_confirmed: bool = False
    doubt: str = ""


def judged(mail: Message, sender: str, trusted: AbstractSet[str]) -> Judged:
    """Say what the servers of `trusted` (authserv-ids in small letters) know about `sender`, in their words.

    DMARC's word counts; without one, SPF or DKIM must have passed for the sender's domain.
    """
    domain = sender.rpartition("@")[2]
    server, results = _said(mail, trusted)
    if not results or not domain:
        return Judged()
    for one in results:
        if one.method == "dmarc" and _is_about(one.about.get("header.from", domain), domain):
            if one.result in ("pass", "bestguesspass"):
                return Judged(is_confirmed=True)
            if one.result == "fail":
                return Judged(doubt=f"{server}: dmarc=fail")
    paths = [one for one in results if one.method in ("spf", "dkim")]
    if any(_confirms(one, domain) for one in paths):
        return Judged(is_confirmed=True)
    if not paths or any(one.result == "temperror" for one in paths):
        return Judged()
    said = ", ".join(dict.fromkeys(f"{one.method}={one.result}" for one in paths))
    return Judged(doubt=f"{server}: {said}"[:200])


def _said(mail: Message, trusted: AbstractSet[str]) -> tuple[str, list[_Result]]:
    """Give what the uppermost trusted server has found, of each method what it said first.

    Every server puts its headers on top, and its own ends at the next Received: what stands below may be the sender's.
    """
    name, found, methods = "", [], set[str]()
    for key, value in mail.raw_items():
        if key.lower() == "received" and name:
            break
        if key.lower() != "authentication-results":
            continue
        server, results = _read(unencoded(str(value))[:LONGEST])
        if server not in trusted or (name and server != name):
            continue
        name = server
        for one in results:
            # SPF is asked of two names, DKIM of each signature: those of one header count together.
            if one.method not in methods:
                found.append(one)
        methods.update(one.method for one in results)
    return name, found


def _read(value: str) -> tuple[str, list[_Result]]:
    while (shorter := _COMMENT.sub(" ", value)) != value:
        value = shorter
    first, *rest = value.split(";")
    if "=" in first:
        return NAMELESS, list(_results([first, *rest]))
    return (first.split() or [""])[0].lower(), list(_results(rest))


def _results(parts: list[str]) -> Iterator[_Result]:
    for part in parts:
        match = _RESULT.match(part)
        if match:
            about = {key.lower(): value.strip('"').lower() for key, value in _PROPERTY.findall(part)}
            yield _Result(match[1].lower(), match[2].lower(), about)


def _confirms(one: _Result, domain: str) -> bool:
    if one.result != "pass":
        return False
    names = ("smtp.mailfrom", "smtp.helo") if one.method == "spf" else ("header.d", "header.i")
    said = next((one.about[name] for name in names if one.about.get(name)), "")
    return _is_about(said.rpartition("@")[2], domain)


def _is_about(said: str, domain: str) -> bool:
    """Say whether one is the other or a part of it (RFC 7489, relaxed); a top-level domain is nobody's."""
    shorter, longer = sorted((said.strip("."), domain.strip(".")), key=len)
    return "." in shorter and (longer == shorter or longer.endswith(f".{shorter}"))
