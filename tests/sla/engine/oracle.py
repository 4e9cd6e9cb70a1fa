"""A second engine, slow and simple: it asks every minute whether it is open. It shares no code with the first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


class Oracle:
    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition
        self.zone = ZoneInfo(definition["zone"])
        self._known: dict[date, list[tuple[int, int]]] = {}

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        minute, today = local.hour * 60 + local.minute, local.date()
        return any(opens <= minute < closes for opens, closes in self.hours(today)) or any(
            opens <= minute + 1440 < closes for opens, closes in self.hours(today - timedelta(days=1))
        )

    def elapsed_minutes(self, start: datetime, end: datetime) -> int:
        return sum(self.is_open(at) for at in _minutes(start, end))

    def due(self, start: datetime, minutes: int) -> datetime:
        at = start
        if minutes == 0:
            while not self.is_open(at):
                at += MINUTE
        while minutes:
            minutes -= self.is_open(at)
            at += MINUTE
        return at

    def hours(self, day: date) -> list[tuple[int, int]]:
        if day not in self._known:
            self._known[day] = self._look_up(day)
        return self._known[day]

    def _look_up(self, day: date) -> list[tuple[int, int]]:
        said, today, tomorrow = self.definition, str(day), str(day + timedelta(days=1))
        if today in said["exceptions"]:
            hours = said["exceptions"][today]["openings"]
        elif today in said["holidays"] or today in said["also_closed"]:
            hours = []
        else:
            hours = said["week"].get(str(day.weekday()), [])
            if hours and tomorrow in said["holidays"] and said["day_before"]:
                hours = said["day_before"]
        return [(_minute(opens), _minute(closes)) for opens, closes in hours]


def _minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
