"""Instants are whole seconds since 1970 in UTC: integers inside, aware datetimes at the door (domain, 1 and 6)."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

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
    if type(instant.tzinfo) is ZoneInfo and type(instant) is datetime:
        midnights = _MIDNIGHTS[instant.tzinfo]
        since = instant - midnights.epoch  # two datetimes of one zone: what their clocks show is compared
        midnight = midnights[since.days]
        if midnight is not None:
            return midnight + since.seconds
    try:
        # A subclass may have a subtraction of its own.
        since = instant - EPOCH if type(instant) is datetime else datetime.__sub__(instant, EPOCH)
    except TypeError as error:
        raise EngineError("naive_instant", "The instant has no time zone.") from error
    seconds = since.days * DAY + since.seconds
    if not QUESTION_START <= seconds < QUESTION_END:
        raise outside_horizon()
    return seconds


class _Midnights(dict[int, "int | None"]):
    """By days of a zone's wall clock since 1970: the instant at which that clock reads 0:00, looked up once.

    To ask a zone for its offset takes twice as long as all the counting. None where it must be asked: on days on which
    the clock is turned, and outside 1990–2100. A clock is turned at most once a day (so ZoneTable takes it, too), so
    that a day which begins and ends with one offset has it all day.
    """

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self.epoch = datetime(1970, 1, 1, tzinfo=zone)

    def __missing__(self, day: int) -> int | None:
        if not QUESTION_START // DAY < day < QUESTION_END // DAY - 1:
            return None
        ends = [self.epoch + timedelta(until) for until in (day, day + 1)]
        offsets = {end.replace(fold=fold).utcoffset() for end in ends for fold in (0, 1)}
        offset = offsets.pop()
        self[day] = None if offsets or offset is None else day * DAY - offset // timedelta(seconds=1)
        return self[day]


class _Zones(dict[tzinfo, _Midnights]):
    """The zones that were asked about, so many at most as there are zones by name."""

    def __missing__(self, zone: tzinfo) -> _Midnights:
        if len(self) >= MOST_ZONES:
            self.clear()
        self[zone] = _Midnights(zone)
        return self[zone]


MOST_ZONES = 600
_MIDNIGHTS = _Zones()


def to_datetime(seconds: int) -> datetime:
    """The instant as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def outside_horizon() -> EngineError:
    """The error for everything the tables do not reach."""
    return EngineError("outside_horizon", f"Only instants from {FIRST_YEAR} to {LAST_YEAR} can be counted.")
