"""Durations as people type them, in any of the three languages: the counterpart of formats.duration."""

import re

MOST_MINUTES = 24 * 60
_HOURS = r"(?:h|t|tim|hours?|hrs?|timm(?:e|ar)|tim(?:e|er))"
_MINUTES = r"(?:m|min|mins|minutes?|minut(?:er)?|minutt?er)"
_SHAPES = (
    re.compile(r"(?P<h>[0-9]{1,4}):(?P<m>[0-5][0-9])"),  # 1:30
    re.compile(
        rf"(?P<h>[0-9]{{1,4}})\s*{_HOURS}\.?(?:\s*(?P<m>[0-5]?[0-9])(?:\s*{_MINUTES}\.?)?)?"
    ),  # 1 h 30, 1 t. 30 min.
    re.compile(rf"(?P<h>[0-9]{{1,4}}[.,][0-9]{{1,2}})\s*{_HOURS}\.?"),  # 1.5 h, 1,5 h
    re.compile(rf"(?P<m>[0-9]{{1,5}})(?:\s*{_MINUTES}\.?)?"),  # 90, 90 min
)


def read_minutes(text: str) -> int | None:
    """Give whole minutes; None for what cannot be read. A bare number is minutes; a decimal needs its hour's unit, and
    a part of a minute counts whole. Limits are the caller's.
    """
    words = " ".join(text.replace("\u00a0", " ").casefold().split())
    for shape in _SHAPES:
        if found := shape.fullmatch(words):
            parts = found.groupdict()
            hundredths = round(float((parts.get("h") or "0").replace(",", ".")) * 100)
            return -(-hundredths * 60 // 100) + int(parts.get("m") or 0)
    return None
