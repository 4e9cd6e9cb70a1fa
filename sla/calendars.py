"""From a stored calendar version to the engine's compiled calendar, kept in the process."""

from functools import lru_cache
from typing import Any

from sla.builtin import builtin_calendar, builtin_definition
from sla.engine import BusinessCalendar, CalendarDefinition, always_open, compile_calendar
from sla.models import Calendar, CalendarVersion


def compiled(version: CalendarVersion) -> BusinessCalendar:
    """Give the business clock of a version; a version never changes, so it is compiled once a process."""
    definition = version.definition
    if "builtin" in definition:
        return _builtin(definition["builtin"], definition.get("also_closed", True))
    return _compiled(version.pk, _Frozen(definition))


def current_version(calendar: Calendar) -> CalendarVersion:
    """Give the version that new clocks are counted with."""
    return calendar.versions.order_by("-number")[0]


def round_the_clock(zone: str) -> BusinessCalendar:
    """Give the 24/7 calendar of contracts with round-the-clock cover, in the zone of the calendar it stands in for."""
    return _always_open(zone)


class _Frozen:
    """Carries the definition past lru_cache, whose key is the version alone."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return True


@lru_cache(maxsize=8)
def _builtin(code: str, also_closed: bool) -> BusinessCalendar:
    if also_closed:
        return builtin_calendar(code)
    return compile_calendar(builtin_definition(code, also_closed=False))


@lru_cache(maxsize=256)
def _compiled(version_id: int, frozen: _Frozen) -> BusinessCalendar:
    return compile_calendar(CalendarDefinition.from_json(frozen.definition))


@lru_cache(maxsize=16)
def _always_open(zone: str) -> BusinessCalendar:
    return always_open(zone)
