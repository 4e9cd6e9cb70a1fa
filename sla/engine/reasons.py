"""Why a stretch of time counts or does not (domain, point 7)."""

from typing import Final, NamedTuple

OPEN: Final = "open"  # detail: the note, on a day with a dated exception
CLOSED_NIGHT: Final = "closed_night"  # before the first or after the last opening of a working day
LUNCH: Final = "lunch"  # between two openings of a day
WEEKEND: Final = "weekend"  # a Saturday or Sunday without openings in the week
CLOSED_DAY: Final = "closed_day"  # any other weekday without openings in the week
HOLIDAY: Final = "holiday"  # detail: its name
ALSO_CLOSED: Final = "also_closed"  # detail: its name
SHORT_DAY: Final = "short_day"  # detail: the holiday it precedes
EXCEPTION: Final = "exception"  # detail: the note
PAUSED: Final = "paused"  # detail: by whom

CODES: Final = (
    OPEN, CLOSED_NIGHT, LUNCH, WEEKEND, CLOSED_DAY, HOLIDAY, ALSO_CLOSED, SHORT_DAY, EXCEPTION, PAUSED,
)  # fmt: skip


class Reason(NamedTuple):
    """A code of `CODES` and what it is about: a name, a note, a person, or nothing."""

    code: str
    detail: str = ""
