"""Months on local dates: notice and renewal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.periods import first_last_day, last_day_to_give_notice, months_on, renewed_last_day

DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(0, 36)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "months", "then"),
    [
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 6, 14), 1, date(2026, 7, 14)),
    ],
)
def test_a_renewed_period_begins_the_day_after_and_is_whole_months(last: date, months: int, then: date) -> None:
    assert renewed_last_day(last, months) == then


@pytest.mark.parametrize(
    ("last", "months", "by"),
    [
        (date(2026, 12, 31), 3, date(2026, 9, 30)),
        (date(2027, 2, 28), 3, date(2026, 11, 30)),
        (date(2027, 5, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_the_last_day_to_give_notice(last: date, months: int, by: date) -> None:
    assert last_day_to_give_notice(last, months) == by


@given(DAYS, MONTHS)
def test_notice_by_that_day_is_in_time_and_a_day_later_is_not(last: date, months: int) -> None:
    by = last_day_to_give_notice(last, months)
    assert months_on(by, months) <= last < months_on(by + ONE, months)


@given(DAYS, st.integers(-36, 36))
def test_the_same_day_months_later_or_the_last_of_a_short_month(day: date, count: int) -> None:
    found = months_on(day, count)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    assert found.day == day.day or (found.day < day.day and (found + ONE).day == 1)


@given(DAYS, DAYS, MONTHS, st.none() | st.integers(1, 36))
def test_notice_given_today_ends_no_sooner_than_it_may(
    today: date, ends_on: date, notice: int, renews_for: int | None
) -> None:
    found = first_last_day(today, ends_on=ends_on, renews_for=renews_for, notice_months=notice)
    earliest = months_on(today, notice)
    if renews_for is None:
        assert found == min(ends_on, earliest)
    else:
        assert found >= max(ends_on, earliest)
        assert found == ends_on or renewed_last_day(ends_on, renews_for) <= found
    assert first_last_day(today, ends_on=None, renews_for=None, notice_months=notice) == earliest
