"""The quick way from a local time to the instant gives what asking the zone gives."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.builtin import builtin_calendar
from sla.engine import EngineError, instants
from sla.engine.instants import EPOCH, QUESTION_END, QUESTION_START, to_seconds
from sla.engine.zones import zone_table
from tests.sla.engine.clock import STOCKHOLM

SECOND = timedelta(seconds=1)
NAMES = [
    *("Europe/Stockholm", "Europe/Copenhagen", "America/New_York", "Asia/Kathmandu", "Etc/UTC", "Etc/GMT+12"),
    "Australia/Lord_Howe",  # turned by half an hour
    *("Atlantic/Azores", "Asia/Beirut", "America/Havana"),  # turned at midnight
    *("Pacific/Apia", "Pacific/Kiritimati"),  # skipped a date
    *("Africa/Casablanca", "Europe/Dublin", "Africa/Monrovia", "America/Caracas", "Asia/Pyongyang"),
]
ODD: tuple[tzinfo, ...] = (UTC, timezone(timedelta(minutes=-205)), timezone(timedelta(seconds=3723)))


class Stamp(datetime):
    """Subtracts in its own way, as the datetimes of some libraries do."""

    def __sub__(self, other: object) -> object:  # type: ignore[override]
        return NotImplemented


def slowly(instant: datetime) -> int:
    """Ask the zone for its offset."""
    offset = instant.utcoffset()
    assert offset is not None
    return (instant.replace(tzinfo=UTC, fold=0) - offset - EPOCH) // SECOND


@given(
    st.sampled_from([*map(ZoneInfo, NAMES), *ODD]),
    st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)),  # noqa: DTZ001  # the zone comes after
    st.sampled_from([0, 1]),
)
def test_any_time_of_any_zone(zone: tzinfo, naive: datetime, fold: int) -> None:
    instant = naive.replace(tzinfo=zone, fold=fold)
    assert to_seconds(instant) == to_seconds(instant) == slowly(instant)  # the second time it is known
    parts = (*instant.timetuple()[:6], instant.microsecond)
    assert to_seconds(Stamp(*parts, tzinfo=zone, fold=fold)) == slowly(instant)


def around_changes(name: str) -> Iterator[datetime]:
    """Every 15 minutes of two days about each change of a zone's clock, both folds, with a fraction of a second."""
    table, zone = zone_table(name), ZoneInfo(name)
    for start in table.starts[1:]:
        change = datetime.fromtimestamp(start, zone).replace(tzinfo=None)
        for quarter in range(-96, 96):
            for fold in (0, 1):
                yield (change + quarter * timedelta(minutes=15, microseconds=1)).replace(tzinfo=zone, fold=fold)


@pytest.mark.parametrize("name", NAMES)
def test_every_change_of_the_clock(name: str) -> None:
    wrong = [
        (instant, instant.fold)
        for instant in around_changes(name)
        if QUESTION_START <= slowly(instant) < QUESTION_END and to_seconds(instant) != slowly(instant)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["Europe/Stockholm", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_ends_of_the_horizon_are_the_same(name: str) -> None:
    zone = ZoneInfo(name)
    for edge in (QUESTION_START, QUESTION_END):
        for hour in range(-50, 50):
            at = edge + hour * 3600
            instant = datetime.fromtimestamp(at, zone)
            if QUESTION_START <= at < QUESTION_END:
                assert to_seconds(instant) == at
            else:
                with pytest.raises(EngineError, match="1990 to 2100"):
                    to_seconds(instant)


def test_the_quick_way_is_taken_but_where_the_clock_is_turned() -> None:
    calendar, known = builtin_calendar("SE"), instants._MIDNIGHTS
    known.clear()
    calendar.elapsed(datetime(2026, 5, 4, 9, tzinfo=STOCKHOLM), datetime(2026, 10, 25, 9, tzinfo=STOCKHOLM))
    (days,) = known.values()
    assert sorted(midnight is None for midnight in days.values()) == [False, True]


def test_zones_without_end_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instants, "MOST_ZONES", 3)
    for _ in range(10):
        zone = ZoneInfo.no_cache("Europe/Stockholm")
        assert to_seconds(datetime(2026, 5, 4, 9, tzinfo=zone)) == 1777878000
    assert len(instants._MIDNIGHTS) <= 3


def test_a_time_without_zone_is_refused_whatever_its_class() -> None:
    for naive in (datetime(2026, 5, 4), Stamp(2026, 5, 4)):  # noqa: DTZ001
        with pytest.raises(EngineError, match="no time zone"):
            to_seconds(naive)
