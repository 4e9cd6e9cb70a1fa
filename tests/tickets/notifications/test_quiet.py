"""When a mail may come: across midnight, across the change of the clocks, on days off."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from accounts.tenancy.context import tenant_context
from tickets.models import Notification, NotificationChoice, Way
from tickets.quiet import digest_time, mail_time, quiet_end

ZONE = ZoneInfo("Europe/Stockholm")
KIND = Notification.Kind.ANSWERED


@pytest.fixture(autouse=True)
def tenant() -> Iterator[None]:
    """A choice belongs to a tenant, whichever; no database is asked."""
    with tenant_context(1):
        yield


def local(day: int, hour: int, minute: int = 0, month: int = 3, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE, fold=fold)


def night(**values: object) -> NotificationChoice:
    return NotificationChoice(**{"quiet_from": time(18), "quiet_until": time(7, 30), **values})


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (local(2, 17, 59), local(2, 17, 59)),
        (local(2, 18), local(3, 7, 30)),
        (local(3, 0, 5), local(3, 7, 30)),
        (local(3, 7, 29), local(3, 7, 30)),
        (local(3, 7, 30), local(3, 7, 30)),
    ],
)
def test_quiet_hours_run_across_midnight(at: datetime, until: datetime) -> None:
    assert quiet_end(night(), at=at, zone=ZONE) == until


def test_quiet_hours_within_a_day() -> None:
    noon = night(quiet_from=time(12), quiet_until=time(13))
    assert quiet_end(noon, at=local(2, 12, 30), zone=ZONE) == local(2, 13)
    assert quiet_end(noon, at=local(2, 13), zone=ZONE) == local(2, 13)


def test_a_night_in_which_the_clock_is_set_is_an_hour_shorter_or_longer() -> None:
    spring = quiet_end(night(), at=local(28, 18), zone=ZONE)  # the 29th has no 02:30
    assert spring.astimezone(UTC) == datetime(2026, 3, 29, 5, 30, tzinfo=UTC)
    autumn = quiet_end(night(), at=local(24, 18, month=10), zone=ZONE)
    assert autumn.astimezone(UTC) == datetime(2026, 10, 25, 6, 30, tzinfo=UTC)


def test_an_end_that_the_clock_leaps_over_or_meets_twice() -> None:
    leap = night(quiet_until=time(2, 30))
    assert quiet_end(leap, at=local(29, 1, 30), zone=ZONE).astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = quiet_end(leap, at=local(25, 2, 10, month=10), zone=ZONE)
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = local(25, 2, 10, month=10, fold=1)  # the second 02:10, which lies behind the first 02:30
    assert quiet_end(leap, at=again, zone=ZONE).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_days_off_wait_for_the_first_morning_after_them() -> None:
    weekend = night(days_off=[5, 6])
    assert quiet_end(weekend, at=local(6, 18), zone=ZONE) == local(9, 7, 30)
    assert quiet_end(weekend, at=local(7, 12), zone=ZONE) == local(9, 7, 30)
    assert quiet_end(NotificationChoice(days_off=[5, 6]), at=local(7, 12), zone=ZONE) == local(9, 0)


def test_the_summary_comes_at_the_full_hour_or_once_a_day() -> None:
    hourly = NotificationChoice(digest="hourly")
    assert digest_time(hourly, now=local(2, 9, 20), zone=ZONE) == local(2, 10)
    assert digest_time(hourly, now=local(2, 9), zone=ZONE) == local(2, 10)
    daily = NotificationChoice(digest_at=time(8))
    assert digest_time(daily, now=local(2, 7, 59), zone=ZONE) == local(2, 8)
    assert digest_time(daily, now=local(2, 8), zone=ZONE) == local(3, 8)


def test_what_is_critical_waits_for_nothing_and_what_is_off_is_not_mailed() -> None:
    now = local(2, 22)
    digest = night(ways={KIND: Way.DIGEST})
    assert mail_time(digest, KIND, now=now, zone=ZONE, urgent=True) == now
    assert mail_time(digest, KIND, now=now, zone=ZONE, urgent=False) == local(3, 8)
    at_once = night(ways={KIND: Way.NOW})
    assert mail_time(at_once, KIND, now=now, zone=ZONE, urgent=False) == local(3, 7, 30)
    for way in (Way.DESK, Way.OFF):
        assert mail_time(night(ways={KIND: way}), KIND, now=now, zone=ZONE, urgent=True) is None
