"""Months of reports, cut by a zone's wall clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.months import add_months, month_of, month_start, months_between

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("month", "count", "found"),
    [
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 5, 1), -22, date(2024, 7, 1)),
        (date(2026, 5, 1), 24, date(2028, 5, 1)),
    ],
)
def test_months_are_added_over_new_year(month: date, count: int, found: date) -> None:
    assert add_months(month, count) == found


def test_both_ends_belong_to_the_months_between() -> None:
    assert months_between(date(2025, 11, 1), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert months_between(date(2026, 2, 1), date(2026, 1, 1)) == []


def test_a_month_begins_at_local_midnight_in_summer_and_winter() -> None:
    assert month_start(date(2026, 7, 1), STOCKHOLM) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert month_start(date(2026, 1, 1), STOCKHOLM) == datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert month_of(datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), STOCKHOLM) == date(2026, 6, 1)
    assert month_of(datetime(2026, 6, 30, 22, 0, tzinfo=UTC), STOCKHOLM) == date(2026, 7, 1)
