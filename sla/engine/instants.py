"""Instants are whole seconds since 1970 in UTC: integers inside, aware datetimes at the door (domain, 1 and 6)."""

from datetime import UTC, date, datetime

from sla.engine.errors import EngineError

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

# Questions are about instants of 1990–2100. The tables reach a year further on both sides,
# so that a deadline counted from the last day of 2100 still has somewhere to fall.
FIRST_YEAR, LAST_YEAR = 1990, 2100
QUESTION_START = (date(FIRST_YEAR, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY
QUESTION_END = (date(LAST_YEAR + 1, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY
TABLE_FIRST_DAY = date(FIRST_YEAR - 1, 1, 1).toordinal()
TABLE_LAST_DAY = date(LAST_YEAR + 1, 12, 31).toordinal()
TABLE_START = (TABLE_FIRST_DAY - EPOCH_ORDINAL) * DAY
TABLE_END = (TABLE_LAST_DAY + 1 - EPOCH_ORDINAL) * DAY


def to_seconds(instant: datetime) -> int:
    """Whole seconds since 1970 of an aware instant, cut, not rounded.

    Errors: `naive_instant` without a zone, `outside_horizon` before 1990 or after 2100.
    """
    try:
        since = instant - EPOCH
    except TypeError as error:
        raise EngineError("naive_instant", "The instant has no time zone.") from error
    seconds = since.days * DAY + since.seconds
    if not QUESTION_START <= seconds < QUESTION_END:
        raise outside_horizon()
    return seconds


def to_datetime(seconds: int) -> datetime:
    """The instant as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def outside_horizon() -> EngineError:
    """The error for everything the tables do not reach."""
    return EngineError("outside_horizon", f"Only instants from {FIRST_YEAR} to {LAST_YEAR} can be counted.")
