"""Calendar definitions as JSON, both ways."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sla.engine.definition import CalendarDefinition, DatedException
from sla.engine.errors import CalendarError
from sla.engine.openings import Openings, format_time, parse_time


def write(definition: CalendarDefinition) -> dict[str, Any]:
    """See CalendarDefinition.to_json."""
    return {
        "zone": definition.zone,
        "week": {str(day): _write_openings(openings) for day, openings in sorted(definition.week.items())},
        "holidays": _write_names(definition.holidays),
        "also_closed": _write_names(definition.also_closed),
        "day_before": _write_openings(definition.day_before),
        "exceptions": {
            day.isoformat(): {"openings": _write_openings(openings), "note": note}
            for day, (openings, note) in sorted(definition.exceptions.items())
        },
    }


def read(data: object) -> CalendarDefinition:
    """See CalendarDefinition.from_json."""
    root = _mapping(data, "calendar")
    unknown = set(root) - {"zone", "week", "holidays", "also_closed", "day_before", "exceptions"}
    if unknown:
        raise _bad_shape("calendar", f"does not know {sorted(unknown)[0]!r}")
    return CalendarDefinition(
        zone=_text(root.get("zone"), "zone"),
        week={_weekday(day): _openings(value) for day, value in _mapping(root.get("week", {}), "week").items()},
        holidays=_names(root.get("holidays", {}), "holidays"),
        also_closed=_names(root.get("also_closed", {}), "also_closed"),
        day_before=_openings(root.get("day_before", [])),
        exceptions={
            _date(day): _exception(value) for day, value in _mapping(root.get("exceptions", {}), "exceptions").items()
        },
    )


def _write_openings(openings: Openings) -> list[list[str]]:
    return [[format_time(start), format_time(end)] for start, end in openings]


def _write_names(names: Mapping[date, str]) -> dict[str, str]:
    return {day.isoformat(): name for day, name in sorted(names.items())}


def _exception(value: object) -> DatedException:
    fields = _mapping(value, "exception")
    return DatedException(_openings(fields.get("openings", [])), _text(fields.get("note", ""), "note"))


def _openings(value: object) -> Openings:
    if not isinstance(value, list | tuple):
        raise _bad_shape("openings", "must be a list of pairs")
    pairs: list[tuple[int, int]] = []
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise _bad_shape("opening", "must be a pair of times")
        pairs.append((parse_time(pair[0]), parse_time(pair[1])))
    return tuple(pairs)


def _names(value: object, where: str) -> dict[date, str]:
    return {_date(day): _text(name, where) for day, name in _mapping(value, where).items()}


def _weekday(value: str) -> int:
    if value not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise CalendarError("bad_weekday", f"{value!r} is not a weekday from 0 (Monday) to 6 (Sunday).")
    return int(value)


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise CalendarError("bad_date", f"{value!r} is not a date written YYYY-MM-DD.") from error


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _bad_shape(where, "must be text")
    return value


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise _bad_shape(where, "must be an object")
    return value


def _bad_shape(where: str, what: str) -> CalendarError:
    return CalendarError("bad_shape", f"The {where} {what}.")
