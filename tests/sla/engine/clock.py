"""Short ways to write instants and calendars in examples."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sla.engine import CalendarDefinition, Ledger

STOCKHOLM = ZoneInfo("Europe/Stockholm")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
OFFICE = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


def sthlm(text: str, fold: int = 0) -> datetime:
    """An instant by Stockholm's wall clock: `2026-04-30 12:30`; fold 1 is the second time it comes.

    In UTC, as Python never calls an ambiguous local time equal to an instant of another zone.
    """
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)


def cph(text: str) -> datetime:
    """An instant by Copenhagen's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


def utc(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def office(zone: str = "Europe/Stockholm", **parts: object) -> CalendarDefinition:
    """Monday to Friday 08–12 and 13–17, and what is added to it."""
    return CalendarDefinition(zone, dict.fromkeys(range(5), OFFICE), **parts)  # type: ignore[arg-type]


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def read(ledger: Ledger, zone: ZoneInfo = STOCKHOLM) -> list[str]:
    """The ledger as a person reads it: `Thu 30 12:30 – Thu 30 13:00 open`, with a plus where time is counted."""
    return [
        f"{row.start.astimezone(zone):%a %d %H:%M} – {row.end.astimezone(zone):%a %d %H:%M} "
        f"{'+' if row.counted else ''}{' '.join(filter(None, row.reason))}"
        for row in ledger.rows
    ]
