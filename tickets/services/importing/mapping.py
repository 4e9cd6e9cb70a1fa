"""Which column means what, and which of its values: for ServiceNow built in, for any other CSV from a JSON file."""

import codecs
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sla.models import Severity
from tickets.models import Ticket

# Columns that a file must have; the others may be missing from a mapping.
REQUIRED = ("number", "opened_at", "updated_at", "state")
FIELDS = (
    *REQUIRED, "severity", "customer", "contact", "team", "agent", "channel", "category", "subject", "text", "solution",
    "resolved_at", "closed_at", "updated_by",
)  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "state": tuple(Ticket.Status.values),
    "severity": tuple(Severity.values),
    "channel": tuple(Ticket.Channel.values),
}


class MappingError(ValueError):
    """The mapping file cannot be used; the text says why."""


@dataclass(frozen=True)
class Mapping:
    """How to read a file. `zone` None is the tenant's; `values` maps a column's values to ours, by field.

    Several columns may make up a subject or text: they are joined. `defaults` holds for values that are unknown.
    """

    name: str
    fields: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]]
    date_format: str
    zone: ZoneInfo | None = None
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    unknown: frozenset[str] = frozenset({""})
    defaults: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        """Give the columns that the file must have."""
        return {column for columns in self.fields.values() for column in columns}


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file (docs/importing.md shows one). MappingError says what is wrong with it."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise MappingError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise MappingError(f"{path} is not JSON: {error}.") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("fields"), dict):
        raise MappingError(f"{path} must be an object with “fields”.")
    return Mapping(
        name=path.stem,
        fields={name: _columns(name, columns) for name, columns in _known_fields(raw["fields"]).items()},
        values=_values(raw.get("values", {})),
        date_format=_text(raw, "date_format", "%Y-%m-%d %H:%M"),
        zone=_zone(raw),
        delimiter=_delimiter(raw),
        encoding=_encoding(raw),
        unknown=frozenset([*_texts(raw.get("unknown", []), "unknown"), ""]),
    )


def _known_fields(fields: dict[str, Any]) -> dict[str, Any]:
    strange = sorted(set(fields) - set(FIELDS))
    missing = [name for name in REQUIRED if name not in fields]
    if strange:
        raise MappingError(f"fields: {', '.join(strange)} is not known. Known are {', '.join(FIELDS)}.")
    if missing:
        raise MappingError(f"fields: {', '.join(missing)} is missing.")
    return fields


def _columns(name: str, columns: Any) -> tuple[str, ...]:
    return _texts([columns] if isinstance(columns, str) else columns, f"fields: {name}")


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MappingError(f"{where} must be a text or a list of texts.")
    return tuple(value)


def _values(values: Any) -> dict[str, dict[str, str]]:
    if not isinstance(values, dict):
        raise MappingError("values must be an object.")
    for name, pairs in values.items():
        if name not in VALUES or not isinstance(pairs, dict):
            raise MappingError(f"values: {name} is not one of {', '.join(VALUES)}, with an object of values.")
        wrong = sorted(str(ours) for ours in pairs.values() if ours not in VALUES[name])
        if wrong:
            raise MappingError(f"values: {name}: {', '.join(wrong)} is not one of {', '.join(VALUES[name])}.")
    return values


def _text(raw: dict[str, Any], name: str, default: str) -> str:
    value = raw.get(name, default)
    if not isinstance(value, str):
        raise MappingError(f"{name} must be a text.")
    return value


def _zone(raw: dict[str, Any]) -> ZoneInfo | None:
    name = _text(raw, "zone", "")
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise MappingError(f"zone: “{name}” is not a time zone, as Europe/Oslo is.") from error


def _delimiter(raw: dict[str, Any]) -> str:
    delimiter = _text(raw, "delimiter", ",")
    if len(delimiter) != 1:
        raise MappingError("delimiter must be one character.")
    return delimiter


def _encoding(raw: dict[str, Any]) -> str:
    name = _text(raw, "encoding", "utf-8-sig")
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise MappingError(f"encoding: “{name}” is not known.") from error
