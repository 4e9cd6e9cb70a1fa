"""Whether hours can be used, said at the field that is wrong and in the reader's language."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sla.calendars import compiled_definition
from sla.engine import CalendarDefinition, CalendarError, Openings, format_time, parse_time
from sla.engine.openings import check_openings

_BETWEEN = re.compile(r"\s*(?:–|—|-|−)\s*")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?", re.ASCII)


def reason(error: CalendarError) -> ValidationError:
    """Give an engine's refusal in the reader's language, with the engine's code."""
    words = {
        "never_opens": _("This calendar never opens. Enter hours for at least one day."),
        "overlapping": _("Two openings overlap."),
        "ends_before_start": _("An opening ends before it starts. One that runs past midnight is written 22:00–30:00."),
        "bad_time": _("Write times as 08:00–12:00, 13:00–17:00. An opening is at most 24 hours."),
        "bad_date": _("This is not a date."),
        "unknown_zone": _("There is no such time zone."),
        "unknown_country": _("There are no holidays for this country."),
    }
    return ValidationError(words.get(error.code, _("These hours cannot be read.")), code=error.code)


def read_hours(text: str) -> Openings:
    """Read 08:00–12:00, 13:00–17:00 (also 8-12 and 08.00–12.00); empty is closed. ValidationError with the reason."""
    pairs = []
    try:
        for part in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
            ends = _BETWEEN.split(part)
            if len(ends) != 2:
                raise CalendarError("bad_time", f"{part!r} is not an opening.")
            pairs.append((_minutes(ends[0]), _minutes(ends[1])))
        return check_openings(pairs, "")
    except CalendarError as error:
        raise reason(error) from error


def write_hours(openings: Openings) -> str:
    """Write openings as read_hours reads them."""
    return ", ".join(f"{format_time(start)}–{format_time(end)}" for start, end in openings)


def check_definition(definition: dict[str, Any]) -> None:
    """Refuse a definition that cannot be used: ValidationError by field (zone, country, week_0 … week_6, day_before,
    exceptions, closed_every_year; a key that nobody edits is named `week_0`).
    """
    _check_openings(definition)
    _check_nights(definition.get("week", {}))
    try:
        compiled_definition(definition)
    except CalendarError as error:
        field = {"unknown_zone": "zone", "unknown_country": "country", "bad_date": "closed_every_year"}
        raise ValidationError({field.get(error.code, "week_0"): reason(error)}) from error


def _check_openings(definition: dict[str, Any]) -> None:
    groups = {f"week_{day}": pairs for day, pairs in definition.get("week", {}).items()}
    groups["day_before"] = definition.get("day_before", [])
    found: dict[str, ValidationError] = {}
    for field, pairs in groups.items():
        if (refused := _refused(pairs)) is not None:
            found[field] = refused
    for exception in definition.get("exceptions", {}).values():
        if (refused := _refused(exception["openings"])) is not None:
            found["exceptions"] = refused
    if found:
        raise ValidationError(found)


def _refused(pairs: list[list[str]]) -> ValidationError | None:
    try:
        _openings(pairs)
    except CalendarError as error:
        return reason(error)
    return None


def _check_nights(week: dict[str, list[list[str]]]) -> None:
    """Say at the weekday whose night runs into the next one's opening."""
    for day in range(7):
        pair = {number: _openings(week.get(str(number), [])) for number in (day, (day + 1) % 7)}
        if all(pair.values()):
            try:
                CalendarDefinition(zone="UTC", week=pair)
            except CalendarError as error:
                wrong = _("The night runs into the next day’s opening.")
                raise ValidationError({f"week_{day}": ValidationError(wrong, code=error.code)}) from error


def _openings(pairs: list[list[str]]) -> Openings:
    return check_openings([(parse_time(start), parse_time(end)) for start, end in pairs], "")


def _minutes(text: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None:
        raise CalendarError("bad_time", f"{text!r} is not a time.")
    return parse_time(f"{match[1]}:{match[2] or '00'}")
