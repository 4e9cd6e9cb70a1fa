"""Meetings that a mail asks to. Told in a line, never answered: support is no calendar."""

import re
from collections.abc import Sequence

from inbox.reading import parts
from inbox.reading.letter import Invitation
from inbox.reading.parts import Part

LOOKED_THROUGH = 100_000
_FOLDED = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"^([A-Z-]+)(?:;[^:\n]*)?:(.*)$", re.M)
_TIME = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?$")


def invitation_of(found: Sequence[Part]) -> Invitation | None:
    """Give the first meeting of the mail's calendar parts; None without."""
    for part, _alternative in found:
        if parts.content_type(part) == "text/calendar":
            return _read(parts.text(part)[:LOOKED_THROUGH])
    return None


def _read(text: str) -> Invitation | None:
    whole, _, event = _FOLDED.sub("", text).partition("BEGIN:VEVENT")
    if not event:
        return None
    method = dict(_LINE.findall(whole)).get("METHOD", "")
    said: dict[str, str] = {}
    for name, value in _LINE.findall(event.partition("END:VEVENT")[0]):
        said.setdefault(name, value)
    return Invitation(
        method=method.strip().upper()[:20],
        summary=_words(said.get("SUMMARY", "")),
        starts=_when(said.get("DTSTART", "")),
        ends=_when(said.get("DTEND", "")),
        place=_words(said.get("LOCATION", "")),
    )


def _words(value: str) -> str:
    return " ".join(re.sub(r"\\([\\;,nN])", lambda m: " " if m[1] in "nN" else m[1], value).split())[:300]


def _when(value: str) -> str:
    """Give `2026-11-23 09:30`, with UTC where it is said in that; as the sender wrote it, whatever their zone."""
    match = _TIME.match(value.strip())
    if not match:
        return ""
    year, month, day, hour, minute, utc = match.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}{' UTC' if utc else ''}" if hour else "")
